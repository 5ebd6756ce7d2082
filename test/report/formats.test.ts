import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatsOf, printerOf } from '#report/formats.js';
import { formats } from '#report/registry.generated.js';

const COMMANDS = ['scan', 'harden', 'explain'] as const;

describe('formats', () => {
  test('each file of the folder is one', () => {
    const files = readdirSync('src/report/formats').filter((name) => name.endsWith('.ts'));

    expect(formats.map(({ name }) => `${name}.ts`)).toEqual(files.toSorted());
  });

  test.each(COMMANDS)(
    '%s is offered those that have a printer for it, and is printed by pretty unasked',
    async (command) => {
      const offered = formatsOf(command).map(({ name }) => name);
      const serving = await Promise.all(
        formats.map(async ({ name, load }) => ((await load()).prints[command] ? [name] : [])),
      );

      expect(offered[0]).toBe('pretty');
      expect(offered.toSorted()).toEqual(serving.flat().toSorted());
    },
  );

  test('what serves no such command has no printer for it', async () => {
    expect(await printerOf('explain', 'xml')).toBeUndefined();
  });
});
