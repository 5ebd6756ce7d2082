import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { ClientSettings } from '../connection.js';
import { faultOf, nameOf, ReadFault } from '../faults.js';

/** The regions that the account has switched on, the one that is asked first. */
export async function regionsOf(settings: ClientSettings): Promise<readonly string[]> {
  const client = new EC2Client(settings);
  try {
    const { Regions = [] } = await client.send(new DescribeRegionsCommand({ AllRegions: false }));
    const names = Regions.map(({ RegionName }) => RegionName).filter((name) => name !== undefined);
    return [settings.region, ...names.filter((name) => name !== settings.region).toSorted()];
  } catch (error) {
    throw (
      faultOf(error) ??
      new ReadFault(
        `The regions of the account can't be listed: ${nameOf(error)}.`,
        'Name them with --region, or allow ec2:DescribeRegions.',
      )
    );
  } finally {
    client.destroy();
  }
}
