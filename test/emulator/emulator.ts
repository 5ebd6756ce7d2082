/** moto, which enforces identity policies when asked to, and the real provider on it; on this machine alone. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Service and operation as boto3 names them, with its parameters. */
export type Call = readonly [service: string, operation: string, parameters: Readonly<Record<string, unknown>>];

const mirror = process.env['TF_PLUGIN_MIRROR'];
const runs = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { env: { ...process.env, CHECKPOINT_DISABLE: '1' } }).status === 0;

/** What is missing, if anything is. */
export function whyNot(): string | undefined {
  if (!mirror) return 'TF_PLUGIN_MIRROR is not set';
  if (!runs('terraform', 'version')) return 'terraform is not installed';
  return runs('python3', '-c', 'import moto.server, boto3') ? undefined : 'moto with its server is not installed';
}

const PROVIDER = `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "x"
  secret_key                  = "x"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
  s3_use_path_style           = true
  max_retries                 = 1
}

output "key" {
  value     = { id = aws_iam_access_key.ci.id, secret = aws_iam_access_key.ci.secret }
  sensitive = true
}
`;

/** The end of a zip file without files. */
export const EMPTY_ZIP = `PK\u0005\u0006${'\u0000'.repeat(18)}`;

interface Key {
  readonly id: string;
  readonly secret: string;
}

export class Emulator {
  readonly #folder = mkdtempSync(join(tmpdir(), 'chokepoint-emulator-'));
  readonly #server: ChildProcess;
  readonly #endpoint: string;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(port: number) {
    this.#endpoint = `http://127.0.0.1:${port}`;
    const { AWS_PROFILE: _, ...inherited } = process.env;
    const settings = join(this.#folder, 'terraform.rc');
    this.#env = {
      ...inherited,
      TF_CLI_CONFIG_FILE: settings,
      CHECKPOINT_DISABLE: '1',
      AWS_ENDPOINT_URL: this.#endpoint,
    };
    const installation = `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`;
    writeFileSync(settings, installation);
    writeFileSync(join(this.#folder, 'provider.tf'), PROVIDER);
    writeFileSync(join(this.#folder, 'app.zip'), EMPTY_ZIP, 'latin1');
    this.#server = spawn('python3', [join(import.meta.dirname, 'server.py'), '-p', String(port)], {
      env: { ...inherited, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
      stdio: 'ignore',
    });
  }

  static async start(): Promise<Emulator> {
    const emulator = new Emulator(await freePort());
    for (let waited = 0; waited < 60_000; waited += 250) {
      if (await emulator.#answers()) {
        emulator.#terraform('init', '-input=false');
        return emulator;
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    emulator.stop();
    throw new Error('moto does not answer');
  }

  stop(): void {
    this.#server.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** An account as this configuration makes it, and the key that it gives away. */
  async apply(text: string): Promise<Key> {
    await this.#enforce('inf');
    await fetch(`${this.#endpoint}/moto-api/reset`, { method: 'POST' });
    for (const name of ['terraform.tfstate', 'terraform.tfstate.backup']) {
      rmSync(join(this.#folder, name), { force: true });
    }
    writeFileSync(join(this.#folder, 'main.tf'), text);
    this.#terraform('apply', '-auto-approve', '-input=false');
    return JSON.parse(this.#terraform('output', '-json', 'key')) as Key;
  }

  /** What whoever owns the account does. */
  prepare(calls: readonly Call[]): readonly string[] {
    return this.#call(calls, { id: 'x', secret: 'x' });
  }

  /** What the answer to each call is for whoever has the key: `OK`, or the code of the error. */
  async attempt(calls: readonly Call[], key: Key): Promise<readonly string[]> {
    await this.#enforce('0');
    try {
      return this.#call(calls, key);
    } finally {
      await this.#enforce('inf');
    }
  }

  #call(calls: readonly Call[], key: Key): readonly string[] {
    const input = JSON.stringify({ endpoint: this.#endpoint, ...key, calls });
    const script = join(import.meta.dirname, 'attempt.py');
    return JSON.parse(execFileSync('python3', [script], { input, encoding: 'utf8' })) as readonly string[];
  }

  #terraform(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync('terraform', [`-chdir=${this.#folder}`, ...args, '-no-color'], {
      env: this.#env,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`terraform ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  }

  async #enforce(after: string): Promise<void> {
    const headers = { 'content-type': 'text/plain' };
    await fetch(`${this.#endpoint}/moto-api/reset-auth`, { method: 'POST', headers, body: after });
  }

  async #answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.#endpoint}/moto-api/data.json`)).ok;
    } catch {
      return false;
    }
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
