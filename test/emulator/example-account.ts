/** An account on moto in which the real provider has applied one of the bundled examples. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_ZIP, freePort } from './emulator.js';
import { Repairs } from './repair.js';

const EXAMPLES = join(import.meta.dirname, '../../examples');

export const REGIONS = { 'ecs-takeover': 'eu-west-1', 'ecs-efs-attack': 'eu-central-1' } as const;
export type Example = keyof typeof REGIONS;

const OVERRIDE = `provider "aws" {
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  s3_use_path_style           = true
  max_retries                 = 1
}
`;

const BUCKET = 'artifacts';

export class ExampleAccount {
  readonly folder = mkdtempSync(join(tmpdir(), 'chokepoint-account-'));
  readonly endpoint: string;
  readonly #server: ChildProcess;
  readonly #repairs: Repairs;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(server: ChildProcess, repairs: Repairs) {
    this.#server = server;
    this.#repairs = repairs;
    this.endpoint = `http://127.0.0.1:${repairs.port}`;
    const settings = join(this.folder, 'terraform.rc');
    const mirror = JSON.stringify(process.env['TF_PLUGIN_MIRROR']);
    writeFileSync(settings, `provider_installation {\n  filesystem_mirror {\n    path = ${mirror}\n  }\n}\n`);
    this.#env = {
      ...environment(),
      TF_CLI_CONFIG_FILE: settings,
      CHECKPOINT_DISABLE: '1',
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
    };
  }

  static async start(): Promise<ExampleAccount> {
    const port = await freePort();
    const server = spawn('python3', ['-m', 'moto.server', '-p', String(port)], {
      env: { ...environment(), MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
      stdio: 'ignore',
    });
    const account = new ExampleAccount(server, await Repairs.before(port));
    for (let waited = 0; waited < 60_000; waited += 250) {
      if (await answers(`${account.endpoint}/moto-api/data.json`)) return account;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    account.stop();
    throw new Error('moto does not answer');
  }

  stop(): void {
    this.#server.kill();
    this.#repairs.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Applies the example, with these files in the place of its own, and gives the state as `terraform show -json` does. */
  async apply(example: Example, files: Readonly<Record<string, string>> = {}): Promise<string> {
    const source = join(EXAMPLES, example);
    const root = join(this.folder, example);
    mkdirSync(root, { recursive: true });
    for (const name of readdirSync(source)) if (name.endsWith('.tf')) cpSync(join(source, name), join(root, name));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
    writeFileSync(join(root, 'zz_override.tf'), OVERRIDE);
    writeFileSync(join(root, 'terraform.tfvars.json'), JSON.stringify(await this.#variables(example)));
    await this.#run('terraform', [`-chdir=${root}`, 'init', '-input=false', '-no-color']);
    await this.#run('terraform', [`-chdir=${root}`, 'apply', '-auto-approve', '-input=false', '-no-color']);
    return this.#run('terraform', [`-chdir=${root}`, 'show', '-json']);
  }

  /** What somebody does by hand, as boto3 names it. */
  async byHand(region: string, service: string, operation: string, parameters: object): Promise<unknown> {
    const script = `import boto3, json, sys
client = boto3.client(${JSON.stringify(service)}, region_name=${JSON.stringify(region)}, endpoint_url=${JSON.stringify(this.endpoint)})
answer = client.${operation}(**json.load(sys.stdin))
print(json.dumps(answer, default=str))`;
    return JSON.parse(await this.#run('python3', ['-c', script], JSON.stringify(parameters)));
  }

  async #variables(example: Example): Promise<object> {
    if (example === 'ecs-takeover') return {};
    const region = REGIONS[example];
    const images = (await this.byHand(region, 'ec2', 'describe_images', { Owners: ['amazon'] })) as {
      readonly Images: readonly { readonly ImageId: string; readonly Platform?: string }[];
    };
    const CreateBucketConfiguration = { LocationConstraint: region };
    await this.byHand(region, 's3', 'create_bucket', { Bucket: BUCKET, CreateBucketConfiguration });
    await this.byHand(region, 's3', 'put_object', { Bucket: BUCKET, Key: 'nightly.zip', Body: EMPTY_ZIP });
    return {
      ami: images.Images.find(({ Platform }) => Platform !== 'windows')?.ImageId,
      artifacts_bucket: BUCKET,
      office_ranges: ['198.51.100.0/24'],
      operations_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILu1czx7ibyNbQvCvv6yZU0buA8e0yDuo0EnFp0EsP24 x',
    };
  }

  /** Not synchronously: what it talks to runs in this process. */
  async #run(command: string, args: readonly string[], input = ''): Promise<string> {
    const child = spawn(command, args, { env: this.#env });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
    }
    child.stdin.end(input);
    const status = await new Promise((resolve) => child.on('close', resolve));
    if (status !== 0) throw new Error(`${command} ${args[0]} ${args[1]}: ${output.stdout}${output.stderr}`);
    return output.stdout;
  }
}

/** Nothing of the user's own accounts. */
function environment(): NodeJS.ProcessEnv {
  const { AWS_PROFILE: _, AWS_SESSION_TOKEN: __, ...inherited } = process.env;
  return inherited;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
