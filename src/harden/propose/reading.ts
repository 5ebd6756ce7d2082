/**
 * Taking the reading of a store from a principal: all the actions that read it at once, since each alone suffices.
 */
import type { DataStore, Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';
import type { PolicyDocument } from '#aws/iam/policy.js';
import { literal } from '#aws/symbolic.js';
import type { Premise } from '#aws/premise.js';
import type { Change } from '../change.js';
import type { EditProposal, Proposal } from '../control.js';
import { arnTexts } from './arn-text.js';
import { type Place, placeOf } from './place.js';
import { denyInline } from './principal.js';
import { edit } from './proposal.js';
import { nameOf } from './reference.js';
import { seatOfResource } from './scalar.js';
import { sharedNotes } from './shared.js';
import { addStatement, isEditableDocument, removeAction } from './statement.js';
import { subjectOf } from './subject.js';

export interface Reading {
  readonly control: string;
  readonly grant: Grant;
  readonly store: DataStore;
  readonly estate: Estate;
}

/** The store that the grant lets somebody read. */
export function storeOf({ action, target }: Grant, { stores }: Estate): DataStore | undefined {
  return stores.find((store) => store.address === target.resource?.address && reads(store, action));
}

function reads({ readActions }: DataStore, action: string): boolean {
  return readActions.some((each) => each.toLowerCase() === action.toLowerCase());
}

export function proposeNotReading(reading: Reading): Proposal | undefined {
  return byNames(reading) ?? byDenyInDocument(reading) ?? byInlineDeny(reading);
}

/** The statement names the actions: they go from it. */
function byNames(reading: Reading): Proposal | undefined {
  const { control, grant, store } = reading;
  const { statement, actionPattern } = grant;
  if (!isEditableDocument(statement.document) || !actionPattern) return undefined;
  const patterns = statement.actions.filter(({ text }) => reads(store, literal(text) ?? ''));
  if (!patterns.includes(actionPattern)) return undefined;
  const changes = patterns.map((pattern) => removeAction(statement, pattern));
  const made = changes.filter((change): change is Change => change !== undefined);
  if (made.length < changes.length) return undefined;
  const paths = new Set(patterns.map(({ path }) => path));
  return proposed(reading, {
    id: `${control}:reading:${statement.id}:${[...paths].join(',')}`,
    changes: made,
    what: `${patterns.map(({ text }) => literal(text)).join(', ')} from ${statement.document.resource?.address}`,
    falsifies: (other) =>
      other.statement.id === statement.id && reads(store, other.action) && paths.has(other.actionPattern?.path),
    width: 2,
  });
}

/** A wildcard stays: the store is taken out of it. */
function byDenyInDocument(reading: Reading): Proposal | undefined {
  const { control, grant, store } = reading;
  const { statement } = grant;
  const { document } = statement;
  const place = placeOf(statement.origin);
  const resources = place && document.resource && textsOf(reading, place, document.resource.module);
  if (!isEditableDocument(document) || !resources) return undefined;
  const actions = deniedActions(store);
  const change = addStatement(statement, { effect: 'Deny', actions, resources });
  return (
    change &&
    proposed(reading, {
      id: `${control}:reading:${document.id}:${store.address}`,
      changes: [change],
      what: `the reading of ${store.address} from ${document.resource?.address}`,
      falsifies: (other) => denies(other, store) && hasDocument(other, document),
      width: 2,
    })
  );
}

function byInlineDeny(reading: Reading): Proposal | undefined {
  const { control, grant, store, estate } = reading;
  const { principal } = grant;
  const seat = seatOfResource(principal.resource);
  const place: Place | undefined = seat && { file: seat.file, span: seat.body };
  const resources = place && textsOf(reading, place, principal.resource.module);
  if (!resources) return undefined;
  const change = denyInline(
    { principal, actions: deniedActions(store), name: `deny_reading_${nameOf(store.resource)}`, resources },
    estate.configuration,
  );
  return (
    change &&
    proposed(reading, {
      id: `${control}:reading:${principal.address}:${store.address}`,
      changes: [change],
      what: `the reading of ${store.address} from ${principal.address}`,
      falsifies: (other) => denies(other, store) && other.principal.address === principal.address,
      width: 2,
      added: change.kind === 'append',
    })
  );
}

function deniedActions({ readActions }: DataStore): readonly string[] {
  return readActions.toSorted();
}

function textsOf({ store, estate }: Reading, place: Place, module: string): readonly string[] | undefined {
  const texts = arnTexts(store.resource, { place, module, estate });
  // What is denied is read in the objects; the bucket itself stays as it is.
  return store.resource.type === 'aws_s3_bucket' ? texts?.slice(1) : texts;
}

function denies(other: Grant, store: DataStore): boolean {
  return other.target.resource?.address === store.address && reads(store, other.action);
}

function hasDocument(other: Grant, document: PolicyDocument): boolean {
  return other.principal.policies.some((policy) => policy.document.id === document.id);
}

interface Proposed {
  readonly id: string;
  readonly changes: EditProposal['changes'];
  readonly what: string;
  falsifies(other: Grant): boolean;
  readonly width: number;
  readonly added?: boolean;
}

function proposed(
  { grant, store, estate }: Reading,
  { id, changes, what, falsifies, width, added }: Proposed,
): Proposal {
  const { principal, statement } = grant;
  return edit({
    id,
    changes,
    width,
    resource: added ? principal.resource : (statement.document.resource ?? principal.resource),
    summary: `Take ${what}`,
    reason: `${principal.address} can no longer read ${store.address} by it, with any of the actions that read it.`,
    falsifies: (premise: Premise) => {
      const other = subjectOf(premise, 'iam.grant');
      return other !== undefined && falsifies(other);
    },
    applyEffect: added ? 'new-resource' : 'in-place',
    mayBreak: [
      `Whatever reads ${store.address} as ${principal.address} is refused: look for it in CloudTrail first.`,
      ...(added ? [] : sharedNotes(grant, estate)),
    ],
  });
}
