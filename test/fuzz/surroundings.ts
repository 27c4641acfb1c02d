/** What a function finds around itself while it is fuzzed; taken back when disposed. */
export interface Surroundings extends Disposable {
  /** Answers that CloudFormation was given since the last time that somebody looked. */
  takeAnswers(): readonly { readonly url: string; readonly body: string }[];
}

/** Credentials and variables of a function, an address for answers that takes all, and a log that nobody reads. */
export function surround(aws: string, variables: Readonly<Record<string, string>>): Surroundings {
  const [environment, send, write] = [process.env, globalThis.fetch, process.stdout.write];
  let answers: { url: string; body: string }[] = [];
  process.env = {
    ...environment, AWS_ENDPOINT_URL: aws, AWS_REGION: 'ap-northeast-2', AWS_ACCESS_KEY_ID: 'AKIAFUZZ', AWS_SECRET_ACCESS_KEY: 'secret', AWS_MAX_ATTEMPTS: '1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...variables,
  };
  globalThis.fetch = async (url, init) => {
    answers.push({ url: String(url), body: String(init?.body) });
    return new Response('');
  };
  process.stdout.write = () => true;
  return {
    takeAnswers: () => {
      const all = answers;
      answers = [];
      return all;
    },
    [Symbol.dispose]: () => {
      process.env = environment;
      globalThis.fetch = send;
      process.stdout.write = write;
    },
  };
}
