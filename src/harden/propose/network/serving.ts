/** What stands behind a security group, and on which ports it serves. */
import type { LoadBalancer, LoadBalancerRoute } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import type { NetworkPosition, SecurityRule } from '#aws/network/network.js';
import { textOf } from '#aws/reading.js';

export type Https = 'served' | 'not served' | 'unknown';

function carries(position: NetworkPosition | undefined, rule: SecurityRule): boolean {
  return position?.groups.some((group) => group.address === rule.group.address) === true;
}

function routes(estate: Estate): readonly LoadBalancerRoute[] {
  return [...estate.services, ...estate.hosts, ...estate.functions].flatMap((workload) => workload.loadBalanced);
}

/** Ports that containers behind the group publish, or listeners of load balancers. Empty: not known. */
export function servedPorts(rule: SecurityRule, estate: Estate): readonly number[] {
  const listeners = routes(estate).filter((route) => carries(route.balancer.position, rule));
  const services = estate.services.filter((service) =>
    service.position ? carries(service.position, rule) : service.hosts.some((host) => carries(host.position, rule)),
  );
  const published = services
    .flatMap((service) => service.task?.containers ?? [])
    .flatMap((container) => container.ports.map((port) => port.hostPort ?? port.containerPort));
  return [...new Set([...listeners.map((route) => route.port), ...published])].filter((port) => port !== undefined);
}

/** Whether clients would find the site on 443 once 80 is closed. */
export function httpsBehind(rule: SecurityRule, estate: Estate): Https {
  const ports = servedPorts(rule, estate);
  if (ports.includes(443) || routes(estate).some((route) => carries(route.balancer.position, rule) && isHttps(route)))
    return 'served';
  return ports.length > 0 ? 'not served' : 'unknown';
}

function isHttps(route: LoadBalancerRoute): boolean {
  return /^(HTTPS|TLS)$/.test(route.protocol ?? '');
}

/** Port 80 is there to send browsers to HTTPS. */
export function onlyRedirects(rule: SecurityRule, estate: Estate): boolean {
  const balancers = estate.balancers.filter((each) => carries(each.position, rule));
  return balancers.length > 0 && balancers.every((each) => redirects(each, estate));
}

function redirects(balancer: LoadBalancer, estate: Estate): boolean {
  return ['aws_lb_listener', 'aws_alb_listener'].some((type) =>
    estate.configuration.ofType(type).some((listener) => {
      if (listener.attribute('load_balancer_arn')?.ref?.address !== balancer.address) return false;
      if (textOf(listener.attribute('port')) !== '80') return false;
      return listener.blocks('default_action').every((action) => textOf(action.attribute('type')) === 'redirect');
    }),
  );
}
