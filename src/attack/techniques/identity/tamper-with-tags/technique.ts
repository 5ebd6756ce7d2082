import type { Estate } from '#aws/estate.js';
import type { RequestTarget } from '#aws/iam/decision.js';
import { taggingActions } from '#aws/iam/tagging.js';
import { symbolic } from '#aws/symbolic.js';
import type { Resource } from '#model/resource.js';
import { controls, tags } from '../../../fact.js';
import { callersOf, instanceTarget } from '../../../premises/caller.js';
import { defineTechnique } from '../../../technique.js';

export const tamperWithTags = defineTechnique({
  id: 'tamper-with-tags',
  title: 'Write the tag that a permission rests on',
  description:
    'A policy with a condition on a tag of the resource (`aws:ResourceTag/...`) lets through whoever gets that tag written. Permission to tag, often given as harmless, then is permission to do all that the condition was to prevent.',
  mitre: [{ id: 'T1548', name: 'Abuse Elevation Control Mechanism' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_attribute-based-access-control.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html',
  ],
  limits:
    'Tags of principals and of sessions are not modelled, nor the tagging API of Resource Groups, which asks for the same permissions.',
  on: ['tag-condition'],
  *derive(fact, { estate, may }) {
    const { resource, tagKey } = fact;
    const target = tagged(estate, resource);
    // The tags of what exists already are written: nothing is created, which conditions on the creating action ask for.
    const context = new Map([
      ['aws:tagkeys', [symbolic(tagKey)]],
      ['ec2:createaction', []],
    ]);
    for (const action of target.arn ? taggingActions(target.arn) : []) {
      for (const principal of callersOf(estate, action)) {
        const allowed = may({ principal, action, target, context });
        if (!allowed) continue;
        yield {
          gains: tags(resource, tagKey),
          needs: [fact, controls(principal), allowed],
          explanation: `Writes the tag ${tagKey} of ${resource.address} with ${action}, so that the condition on it holds.`,
        };
      }
    }
  },
});

/** The tags of an instance are written on the instance, also where an Auto Scaling group made it. */
function tagged(estate: Estate, resource: Resource): RequestTarget {
  const host = estate.hosts.find(({ address }) => address === resource.address);
  if (host) return instanceTarget(estate, host);
  return { arn: estate.arnOf(resource), resource };
}
