import { reads } from '../../../fact.js';
import { defineTechnique } from '../../../technique.js';

export const readMountedFileSystem = defineTechnique({
  id: 'read-mounted-file-system',
  title: 'Read a mounted file system',
  description:
    'A client that has a file system mounted reads its files. EFS decrypts them for every client; owners and modes restrict only clients that are not root, and root is not squashed unless a policy withholds ClientRootAccess.',
  mitre: [{ id: 'T1039', name: 'Data from Network Shared Drive' }],
  references: [
    'https://docs.aws.amazon.com/efs/latest/ug/accessing-fs-nfs-permissions.html',
    'https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html',
  ],
  limits:
    'Owners and modes of files are unknown; a client that is restricted to an access point reads what is below it.',
  on: ['mounts'],
  *derive({ fileSystem }) {
    yield {
      gains: reads(fileSystem),
      explanation: `Reads the files on ${fileSystem.address}.`,
      intended: true,
    };
  },
});
