/**
 * Where an API of API Gateway answers, and whether it answers strangers there: at its default endpoint unless that is
 * disabled, and at custom domain names, where it may ask for a client certificate.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
 */
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Assumption } from '../assumption.js';
import type { Links } from '../link.js';
import { assumedOf, named } from '../named.js';
import { UNKNOWN, flagOf, isSet, itemsOf, textOf } from '../reading.js';
import { symbolicOf } from '../symbolic.js';

/** Whom an API answers, as far as its front goes: everybody, nobody who is a stranger, or everybody if that is so. */
export type Front = 'open' | 'closed' | Assumption;

interface Kind {
  readonly api: string;
  readonly mapping: string;
  readonly domain: string;
}

const REST: Kind = {
  api: 'aws_api_gateway_rest_api',
  mapping: 'aws_api_gateway_base_path_mapping',
  domain: 'aws_api_gateway_domain_name',
};
const HTTP: Kind = {
  api: 'aws_apigatewayv2_api',
  mapping: 'aws_apigatewayv2_api_mapping',
  domain: 'aws_apigatewayv2_domain_name',
};

export class Fronts {
  readonly #configuration: Configuration;
  readonly #links: Links;

  constructor(configuration: Configuration, links: Links) {
    this.#configuration = configuration;
    this.#links = links;
  }

  /** The front of an API; one that is not in the configuration is assumed to have its default endpoint. */
  of(api: Resource | undefined): Front {
    if (!api) return 'open';
    const kind = api.type === REST.api ? REST : HTTP;
    if (this.#hasPolicy(api) || isPrivate(api)) return 'closed';
    const disabled = api.attribute('disable_execute_api_endpoint');
    const flag = flagOf(disabled);
    if (flag !== true && flag !== UNKNOWN) return 'open';
    const domains = this.#domainsOf(api, kind);
    if (domains.some((domain) => domain && !asksForCertificate(domain))) return 'open';
    if (flag === UNKNOWN) return assumedOf(`${api.address} keeps its default endpoint (${named(disabled)})`, disabled);
    // All of its domain names are in the configuration, and require a client certificate.
    if (domains.length > 0 && domains.every((domain) => domain !== undefined)) return 'closed';
    return assumedOf(`${api.address} has a domain name that is not in the configuration`, undefined);
  }

  /** Its domain names; `undefined` for a mapping to one that is not in the configuration. */
  #domainsOf(api: Resource, kind: Kind): readonly (Resource | undefined)[] {
    return this.#configuration
      .ofType(kind.mapping)
      .filter((mapping) => this.#links.to(mapping.attribute('api_id'), kind.api) === api)
      .map((mapping) => {
        const value = mapping.attribute('domain_name');
        const name = symbolicOf(value)?.key;
        return (
          this.#links.to(value, kind.domain) ??
          this.#configuration
            .ofType(kind.domain)
            .find((each) => symbolicOf(each.attribute('domain_name'))?.key === name)
        );
      });
  }

  /** What it says is not read: it is taken to keep strangers out. */
  #hasPolicy(api: Resource): boolean {
    if (isSet(api.attribute('policy'))) return true;
    return this.#configuration
      .ofType('aws_api_gateway_rest_api_policy')
      .some((policy) => this.#links.to(policy.attribute('rest_api_id'), REST.api) === api);
  }
}

function asksForCertificate(domain: Resource): boolean {
  return domain.blocks('mutual_tls_authentication').some((block) => isSet(block.attribute('truststore_uri')));
}

function isPrivate(api: Resource): boolean {
  return api
    .blocks('endpoint_configuration')
    .some((block) => itemsOf(block.attribute('types')).some((type) => textOf(type) === 'PRIVATE'));
}
