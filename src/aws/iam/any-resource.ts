import { ACCOUNT, type Hole, PARTITION, REGION, type SymbolicString, symbolic } from '../symbolic.js';
import { actionInfo } from './actions.js';

const HOLES: ReadonlyMap<string, Hole> = new Map([
  ['Partition', PARTITION],
  ['Region', REGION],
  ['Account', ACCOUNT],
]);

/** The ARN of some resource of each type that the action is made on, under a name that is not known, or that the caller chooses; none of an action on no resource. */
export function anyResources(action: string, chosen = false): readonly SymbolicString[] {
  return (actionInfo(action)?.resourceTypes ?? []).map(({ name, arn }) => {
    const pieces = arn.split(/\$\{(\w+)\}/);
    const some: Hole = chosen ? { id: `some ${name}`, chosen } : { id: `some ${name}` };
    return symbolic(...pieces.map((piece, at) => (at % 2 === 0 ? piece : (HOLES.get(piece) ?? some))));
  });
}
