import { defineService } from './service.js';

export const clientVpn = defineService({
  name: 'AWS Client VPN',
  prefix: 'ec2',
  frontDoors: [
    {
      type: 'aws_ec2_client_vpn_endpoint',
      what: 'a Client VPN endpoint',
      when: [],
      source: 'https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is.html',
    },
  ],
});
