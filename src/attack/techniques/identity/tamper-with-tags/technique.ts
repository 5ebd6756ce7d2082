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
  title: 'Write the tag that a permission depends on',
  description:
    'A policy with a condition on a tag of the resource (`aws:ResourceTag/...`) stops nobody who can write that tag. Permission to tag, often granted as harmless, is then permission for everything that the condition was meant to prevent.',
  mitre: [{ id: 'T1548', name: 'Abuse Elevation Control Mechanism' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_attribute-based-access-control.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html',
  ],
  limits:
    'Tags of principals and sessions are not modelled, nor is the Resource Groups Tagging API, which needs the same permissions.',
  on: ['tag-condition'],
  *derive(fact, { estate, may }) {
    const { resource, tagKey } = fact;
    const target = tagged(estate, resource);
    // The resource already exists, so a condition on the creating action (ec2:CreateAction) does not hold.
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
          explanation: `Writes the tag ${tagKey} of ${resource.address} with ${action}, which fulfils the condition on it.`,
        };
      }
    }
  },
});

/** The tags of an instance are written on the instance itself, even where an Auto Scaling group launched it. */
function tagged(estate: Estate, resource: Resource): RequestTarget {
  const host = estate.hosts.find(({ address }) => address === resource.address);
  if (host) return instanceTarget(estate, host);
  return { arn: estate.arnOf(resource), resource };
}
