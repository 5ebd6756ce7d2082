/** A small control that works: encryption of queues. What is said of it in words is there to be replaced. */
export function controlFiles(id: string, name: string): ReadonlyMap<string, string> {
  return new Map([
    ['control.ts', control(id, name)],
    ['before.tf', BEFORE],
    ['after.tf', AFTER],
  ]);
}

const control = (id: string, name: string) => `import type { Resource } from '#model/resource.js';
import { flagOf } from '#aws/reading.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { edit, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { seatOfResource, setScalar } from '../../../propose/edit/scalar.js';

const ID = '${id}';

export const ${name} = defineControl({
  id: ID,
  title: 'REPLACE: what the control does, in one line',
  description:
    'REPLACE: say in a paragraph what it does, which attack paths it closes, and what it does not stop although people believe so.',
  references: ['https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sqs_queue'],
  closesPaths: false,

  *findings(estate): Generator<Finding> {
    for (const resource of estate.configuration.ofType('aws_sqs_queue')) {
      const value = resource.attribute('sqs_managed_sse_enabled');
      if (resource.mode !== 'managed' || flagOf(value) !== false) continue;
      yield {
        address: resource.address,
        attribute: 'sqs_managed_sse_enabled',
        severity: 'low',
        resource,
        message: \`\${resource.address} stores its messages in clear text.\`,
        origin: value?.origin ?? resource.origin,
        remedy: propose(resource),
      };
    }
  },

  *cut(): Generator<Proposal> {
    // Yield proposals for the premises that the edit makes false; this one closes no path.
  },
});

function propose(resource: Resource): Proposal {
  const id = \`\${ID}:\${resource.address}\`;
  const falsifies: Proposal['falsifies'] = () => false;
  const seat = seatOfResource(resource);
  if (!seat) {
    return manual({
      id,
      address: resource.address,
      falsifies,
      reason: whyNotEditable(resource),
      instruction: 'REPLACE: what a person has to do where no edit can be written.',
    });
  }
  return edit({
    id,
    resource,
    falsifies,
    changes: setScalar(seat, 'sqs_managed_sse_enabled', 'true'),
    summary: \`Encrypt the messages of \${resource.address}\`,
    reason: 'REPLACE: why the edit closes what it closes.',
    applyEffect: 'in-place',
    mayBreak: [],
    width: 0,
  });
}
`;

const BEFORE = `# edit: Encrypt the messages of aws_sqs_queue.orders: in-place, width 0

resource "aws_sqs_queue" "orders" {
  name                    = "orders"
  sqs_managed_sse_enabled = false
}
`;

const AFTER = `# edit: Encrypt the messages of aws_sqs_queue.orders: in-place, width 0

resource "aws_sqs_queue" "orders" {
  name                    = "orders"
  sqs_managed_sse_enabled = true
}
`;
