/**
 * How clients speak to a service: so many requests at a time, slower where it throttles, and not for ever where nothing answers.
 * Loaded with the first client, so that nothing of the SDK is where no account is read.
 */
import { AdaptiveRetryStrategy } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentityProvider } from '@smithy/types';

export interface Timeouts {
  /** Milliseconds until a connection has to be there. */
  readonly connect: number;
  /** Milliseconds until an answer has to begin, and between its parts. */
  readonly answer: number;
}

export const TIMEOUTS: Timeouts = { connect: 5_000, answer: 20_000 };
/** Of each client, that is of each service in each region. */
const IN_FLIGHT = 8;
const MAX_ATTEMPTS = 8;
/** A server that fails or does not answer is asked so often. */
const MAX_TRANSIENT = 3;
/** After so many requests in a row without an answer, the others of the client fail at once. */
const MAX_SILENT = 3;

export interface Link {
  readonly credentials: AwsCredentialIdentityProvider;
  /** Takes the place of the services' own addresses; only tests and emulators have one. */
  readonly endpoint: string | undefined;
  readonly timeouts: Timeouts;
}

/** What every client is made with. */
export function settingsOf(link: Link, region: string) {
  const { credentials, endpoint, timeouts } = link;
  return {
    region,
    credentials,
    requestHandler: new Gate(timeouts),
    retryStrategy: new PatientStrategy(async () => MAX_ATTEMPTS),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

export type ClientSettings = ReturnType<typeof settingsOf>;

/** The address that takes the place of a service's own, whoever says so; the SDK reads the environment by itself. */
export function ownEndpoint({ endpoint }: ClientSettings, service: 'S3' | 'S3_CONTROL'): string | undefined {
  return endpoint ?? process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env['AWS_ENDPOINT_URL'];
}

type Handled = ReturnType<NodeHttpHandler['handle']>;

/** Holds requests back so that no more than so many are on their way. */
class Gate extends NodeHttpHandler {
  #running = 0;
  #silent = 0;
  readonly #waiting: (() => void)[] = [];

  constructor({ connect, answer }: Timeouts) {
    super({
      connectionTimeout: connect,
      requestTimeout: answer,
      throwOnRequestTimeout: true,
      socketTimeout: answer,
      httpAgent: { maxSockets: IN_FLIGHT },
      httpsAgent: { maxSockets: IN_FLIGHT },
    });
  }

  override async handle(...given: Parameters<NodeHttpHandler['handle']>): Handled {
    if (this.#running >= IN_FLIGHT) await new Promise<void>((go) => this.#waiting.push(go));
    this.#running += 1;
    try {
      return await this.#ask(given);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #ask(given: Parameters<NodeHttpHandler['handle']>): Handled {
    if (this.#silent >= MAX_SILENT) {
      throw Object.assign(new Error('the service has not answered before'), { name: 'TimeoutError' });
    }
    try {
      const answer = await super.handle(...given);
      this.#silent = 0;
      return answer;
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') this.#silent += 1;
      throw error;
    }
  }
}

/** Throttling is worth waiting for, a server without an answer is not. */
class PatientStrategy extends AdaptiveRetryStrategy {
  override async refreshRetryTokenForRetry(
    ...[token, error]: Parameters<AdaptiveRetryStrategy['refreshRetryTokenForRetry']>
  ): ReturnType<AdaptiveRetryStrategy['refreshRetryTokenForRetry']> {
    if (error.errorType !== 'THROTTLING' && token.getRetryCount() + 1 >= MAX_TRANSIENT) {
      throw new Error('asked often enough');
    }
    return super.refreshRetryTokenForRetry(token, error);
  }
}
