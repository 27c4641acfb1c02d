import { join } from 'node:path';
import * as ts from 'typescript';
import { service } from '../support/points-database';

/** What the compiler says about each statement, put into a file of the service in which `database` and `request` are at hand. */
function complaintsAbout(...statements: readonly string[]): readonly (readonly string[])[] {
  const sources = new Map(statements.map((statement, at) => [join(service, `src/points/fixture-${at}.ts`), `
    import type { Database } from '../database/open-database';
    import type { EntryRequest } from './entry';
    import { balanceOf } from './balance';
    import { earnPoints } from './earn-points';
    import { earnedEntry } from './earned-entry';
    export const fixture = (database: Database, request: EntryRequest) => { ${statement} };
    export const used = [balanceOf, earnPoints, earnedEntry];
  `]));
  const options: ts.CompilerOptions = {
    strict: true, noEmit: true, skipLibCheck: true, types: ['node'], target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16, esModuleInterop: true,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  host.getSourceFile = (name, language, ...rest) => {
    const source = sources.get(name);
    return source === undefined ? getSourceFile(name, language, ...rest) : ts.createSourceFile(name, source, language);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources.keys()].map((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')));
}

test('a write through the reader does not compile, whichever way it is put; through the writer it does', () => {
  const [straight, asChange, asSelect, asOperation] = complaintsAbout(
    `void earnPoints(database.writer, request);
     void database.writer.change(earnedEntry(request));
     void database.writer.transaction((session) => session.change(earnedEntry(request)));
     void database.reader.select(balanceOf(request.member));`,
    'void database.reader.change(earnedEntry(request));',
    'void database.reader.select(earnedEntry(request));',
    'void earnPoints(database.reader, request);',
  );
  expect(straight).toEqual([]);
  expect(asChange).toEqual(["Property 'change' does not exist on type 'ReaderPool'."]);
  expect(asSelect).toEqual([expect.stringContaining("'Change<Entry>' is not assignable to parameter of type 'Select<")]);
  expect(asOperation).toEqual([expect.stringContaining("'ReaderPool' is not assignable to parameter of type 'WriterPool'")]);
}, 30_000);
