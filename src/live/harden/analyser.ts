/** Reads the account as it would be with edits, by the same engine as source and plan. */
import type { AnalysisOptions } from '#analysis/options.js';
import { analyseConfiguration, type Analyser, type ModuleAnalysis } from '#analysis/session.js';
import { buildEstate } from '#aws/build.js';
import type { Estate } from '#aws/estate.js';
import type { Configuration } from '#model/configuration.js';
import { loadConfiguration } from '#terraform/configuration.js';
import { memoryFileSystem } from '#terraform/load/file-system.js';
import { type Account, editedAccount } from '../configuration.js';
import { observedIn } from '../observations.js';
import { ACCOUNT_FILE, writtenAccount } from './written.js';

const GROUP = ['.'];

export class AccountAnalyser implements Analyser {
  readonly #account: Account;
  readonly #options: AnalysisOptions;
  readonly #text: string;
  readonly #written: Configuration;

  constructor(account: Account, options: AnalysisOptions) {
    this.#account = account;
    this.#options = options;
    this.#text = writtenAccount(account.read);
    this.#written = configurationOf(this.#text);
  }

  analyse(_group: readonly string[] = GROUP, overlay?: ReadonlyMap<string, string>): ModuleAnalysis {
    const observed = observedIn(this.#account.snapshot);
    return analyseConfiguration(this.read(_group, overlay), this.#options, { group: GROUP, observed });
  }

  estate(group: readonly string[], overlay: ReadonlyMap<string, string>): Estate {
    return buildEstate(this.read(group, overlay), undefined, observedIn(this.#account.snapshot)).estate;
  }

  read(_group: readonly string[], overlay?: ReadonlyMap<string, string>): Configuration {
    const edited = overlay?.get(ACCOUNT_FILE);
    return editedAccount(this.#account, this.#written, edited === undefined ? undefined : configurationOf(edited));
  }
}

function configurationOf(text: string): Configuration {
  const files = memoryFileSystem(new Map([[ACCOUNT_FILE, text]]));
  return loadConfiguration({ root: '/', rootModule: '.' }, { files });
}
