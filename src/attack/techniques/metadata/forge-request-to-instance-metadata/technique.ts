import type { Host } from '#aws/compute/compute.js';
import type { Premise } from '#aws/premise.js';
import { controls, placeAddress, type Place } from '../../../fact.js';
import { metadataForTasks, metadataV1 } from '../../../premises/metadata.js';
import { hostsOf, runsOnHost } from '../../../premises/placement.js';
import { hostRole } from '../../../premises/role.js';
import { defineTechnique } from '../../../technique.js';

export const forgeRequestToInstanceMetadata = defineTechnique({
  id: 'forge-request-to-instance-metadata',
  title: "Fetch the host's credentials with a forged request",
  description:
    'IMDSv1 answers a plain GET request with the credentials of the instance profile, so a workload that can be made to fetch a URL gives them away. IMDSv2 first requires a PUT request and a header, which such a vulnerability rarely lets an attacker choose. The hop limit does not apply to the response to a GET request, so it does not help.',
  mitre: [{ id: 'T1552.005', name: 'Unsecured Credentials: Cloud Instance Metadata API' }],
  references: [
    'https://aws.amazon.com/blogs/security/defense-in-depth-open-firewalls-reverse-proxies-ssrf-vulnerabilities-ec2-instance-metadata-service/',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
  ],
  limits:
    'A vulnerability that lets the attacker choose method and headers gets past IMDSv2; treat it as code execution. The credentials of a task role are at a path that a forged request cannot guess.',
  on: ['requests'],
  *derive({ place }) {
    for (const { host, premises } of hostsBehind(place)) {
      const version1 = metadataV1(host);
      const role = hostRole(host);
      if (!version1 || !role) continue;
      yield {
        gains: controls(role.role),
        premises: [version1, role.premise, ...premises],
        explanation: `Makes ${placeAddress(place)} fetch the credentials of ${role.role.address} from IMDSv1 on ${host.address}.`,
        intended: place.kind === 'host',
      };
    }
  },
});

function* hostsBehind(place: Place): Generator<{ host: Host; premises: readonly Premise[] }> {
  if (place.kind === 'host') yield { host: place.host, premises: [] };
  if (place.kind !== 'task') return;
  const { service } = place;
  const { networkMode } = service.task ?? {};
  if (networkMode === 'none') return;
  for (const host of hostsOf(service)) {
    const ownInterface = service.position !== undefined || networkMode === 'awsvpc';
    const access = ownInterface ? metadataForTasks(host) : undefined;
    if (ownInterface && !access) continue;
    yield { host, premises: [runsOnHost(service, host), ...(access ? [access] : [])] };
  }
}
