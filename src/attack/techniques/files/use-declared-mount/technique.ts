import type { Container, Function, Service } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import { evidenceOf } from '#aws/premise.js';
import { mounts } from '../../../fact.js';
import { containerEvidence } from '../../../premises/container.js';
import { mountedBy } from '../../../premises/file-system.js';
import { defineTechnique, type Step } from '../../../technique.js';

export const useDeclaredMount = defineTechnique({
  id: 'use-declared-mount',
  title: 'Use a file system that the workload has mounted',
  description:
    'A container or function whose configuration mounts a file system has its files at hand, and so has an attacker who runs code there.',
  mitre: [{ id: 'T1039', name: 'Data from Network Shared Drive' }],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html',
  ],
  limits: 'Mounts in the user data of an instance are not read.',
  on: ['executes'],
  *derive({ place }, { estate }) {
    if (place.kind === 'function') yield* byFunction(place.function, estate);
    if (place.kind === 'task' && place.container) yield* byContainer(place.service, place.container);
  },
});

function* byContainer(service: Service, container: Container): Generator<Step> {
  for (const mount of container.mounts) {
    const volume = container.task.volumes.find(({ name }) => name === mount.volume);
    const fileSystem = volume?.efs?.fileSystem;
    if (!volume || !fileSystem) continue;
    const [block] = volume.block.blocks('efs_volume_configuration');
    const { resource } = container.task;
    const attribute = `volume[${volume.name}].efs_volume_configuration.file_system_id`;
    const evidence = [
      evidenceOf(resource, attribute, block?.attribute('file_system_id'), block ?? volume.block),
      containerEvidence(container, 'mountPoints', mount.value),
    ];
    yield {
      gains: mounts(fileSystem),
      premises: [mountedBy({ workload: service, fileSystem }, container.address, resource, evidence)],
      explanation: `Uses ${fileSystem.address}, which ${container.address} has mounted at ${mount.path}.`,
      intended: true,
    };
  }
}

function* byFunction(workload: Function, estate: Estate): Generator<Step> {
  const { resource, address } = workload;
  const [block] = resource.blocks('file_system_config');
  for (const point of workload.accessPoints) {
    const fileSystem = estate.fileSystems.find((each) => each.address === point.fileSystem);
    if (!fileSystem) continue;
    const evidence = [evidenceOf(resource, 'file_system_config.arn', block?.attribute('arn'), block)];
    yield {
      gains: mounts(fileSystem),
      premises: [mountedBy({ workload, fileSystem }, address, resource, evidence)],
      explanation: `Uses ${fileSystem.address}, which ${address} has mounted through ${point.address}.`,
      intended: true,
    };
  }
}
