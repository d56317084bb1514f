import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { compileCatalogue } from '../../../server/engine/flow/catalogue-index/index.ts';
import type { CatalogueIndex } from '../../../server/engine/flow/catalogue-index/index.ts';
import { readCatalogueFolder } from '../../../server/host/catalogue.ts';

const { catalogue } = await readCatalogueFolder(fileURLToPath(new URL('../../../rules', import.meta.url)));
const index: CatalogueIndex = compileCatalogue(catalogue);

/** Walks an expression as the linker does: one step at a time, canonicalised after each. */
function walk(pkg: string, expression: string): string {
  const steps = /^([^.(]+)(.*)$/.exec(expression);
  let path = index.canonical(pkg, steps?.[1] ?? '');
  for (const [step] of (steps?.[2] ?? '').matchAll(/\.new\(\)|\(\)|\.[\w$]+/g)) path = index.canonical('', path + step);
  return path;
}

describe('catalogue index', () => {
  describe('model calls by API path', () => {
    const calls: [pkg: string, expression: string, sdk: string, kind: string][] = [
      ['openai', 'default.new().chat.completions.create', 'openai', 'chat'],
      ['openai', 'OpenAI.new().chat.completions.create', 'openai', 'chat'],
      ['openai', '*.OpenAI.new().beta.chat.completions.parse', 'openai', 'object'],
      ['openai', '*.default.new().responses.stream', 'openai', 'chat'],
      ['openai', '*.new().embeddings.create', 'openai', 'embedding'],
      ['openai', 'default.AzureOpenAI.new().images.generate', 'openai', 'image'],
      ['openai', 'default.new().withOptions().withOptions().chat.completions.create', 'openai', 'chat'],
      ['openai', 'OpenAIApi.new().createChatCompletion', 'openai', 'chat'],
      ['openai', 'default.new().audio.transcriptions.create', 'openai', 'transcription'],
      ['openai', 'default.new().beta.threads.runs.createAndPoll', 'openai', 'thread'],
      ['@anthropic-ai/sdk', 'default.new().messages.create', 'anthropic', 'chat'],
      ['@anthropic-ai/sdk', 'Anthropic.new().beta.messages.stream', 'anthropic', 'chat'],
      ['@anthropic-ai/bedrock-sdk', 'AnthropicBedrock.new().messages.create', 'anthropic', 'chat'],
      ['ai', 'generateText', 'ai-sdk', 'text'],
      ['ai', '*.streamObject', 'ai-sdk', 'object'],
      ['ai', 'ToolLoopAgent.new().stream', 'ai-sdk', 'agent'],
      ['ai', 'Experimental_Agent.new().generate', 'ai-sdk', 'agent'],
      ['@ai-sdk/react', 'useChat().sendMessage', 'ai-sdk-ui', 'chat'],
      ['@google/genai', 'GoogleGenAI.new().models.generateContent', 'google-genai', 'chat'],
      ['@google/genai', 'GoogleGenAI.new().chats.create().sendMessageStream', 'google-genai', 'chat'],
      [
        '@google/generative-ai',
        'GoogleGenerativeAI.new().getGenerativeModel().generateContent',
        'google-generative-ai',
        'chat',
      ],
      [
        '@google/generative-ai',
        'GoogleGenerativeAI.new().getGenerativeModel().startChat().sendMessage',
        'google-generative-ai',
        'chat',
      ],
      ['@langchain/openai', 'ChatOpenAI.new().invoke', 'langchain-core', 'chat'],
      ['@langchain/mistralai', 'ChatMistralAI.new().bindTools().stream', 'langchain-core', 'chat'],
      ['@langchain/openai', 'ChatOpenAI.new().withStructuredOutput().invoke', 'langchain-core', 'chat'],
      ['@langchain/core', 'ChatPromptTemplate.fromMessages().pipe().pipe().invoke', 'langchain-core', 'chat'],
      ['@langchain/core', 'RunnableSequence.from().withRetry().batch', 'langchain-core', 'chat'],
      ['@langchain/openai', 'OpenAIEmbeddings.new().embedQuery', 'langchain-core', 'embedding'],
      ['@langchain/pinecone', 'PineconeStore.fromDocuments', 'langchain-vector-stores', 'embedding'],
      ['langchain', 'LLMChain.new().call', 'langchain-core', 'chat'],
      ['', 'LanguageModel.create().prompt', 'chrome-ai', 'chat'],
      ['', 'window.LanguageModel.create().promptStreaming', 'chrome-ai', 'chat'],
    ];
    for (const [pkg, expression, sdk, kind] of calls) {
      it(`${pkg}: ${expression}`, () => {
        const call = index.call(walk(pkg, expression));
        assert.deepEqual([call?.sdk.id, call?.kind], [sdk, kind]);
      });
    }
  });

  it('says nothing of what is no model call', () => {
    const others: [pkg: string, expression: string][] = [
      ['openai', 'default.new().models.list'],
      ['openai', 'default.new().chat'],
      ['./openai', 'OpenAI.new().chat.completions.create'],
      ['stripe', 'default.new().customers.create'],
      ['ai', 'tool'],
      ['@langchain/core', 'StringOutputParser.new().invoke'],
      ['', 'OpenAI.new().chat.completions.create'],
    ];
    for (const [pkg, expression] of others) assert.equal(index.call(walk(pkg, expression)), null, expression);
  });

  it('names types canonically and stably', () => {
    assert.equal(walk('openai', 'default.new()'), 'openai:Client');
    assert.equal(walk('@anthropic-ai/sdk', 'default.new()'), 'anthropic:Client');
    assert.equal(index.canonical('', 'openai:Client.chat.completions'), 'openai:Completions');
    const once = walk('@langchain/openai', 'ChatOpenAI.new()');
    assert.equal(once, 'langchain-core:ChatModel');
    assert.equal(index.canonical('', once), once);
    assert.equal(index.canonical('left-pad', 'default.x()'), 'left-pad#default.x()');
  });

  it('knows annotations', () => {
    assert.equal(index.annotation('openai', 'default'), 'openai:Client');
    assert.equal(index.annotation('openai', 'AzureOpenAI'), 'openai:Client');
    assert.equal(index.annotation('@langchain/core', 'BaseChatModel'), 'langchain-core:ChatModel');
    assert.equal(index.annotation('openai', 'ClientOptions'), null);
    assert.equal(index.annotation('left-pad', 'Foo'), null);
    assert.equal(index.canonical('@langchain/core', 'BaseChatModel.new()'), 'langchain-core:ChatModel');
  });

  it('asks the argument of command objects', () => {
    const send = walk('@aws-sdk/client-bedrock-runtime', 'BedrockRuntimeClient.new().send');
    const command = (name: string) => () => [index.canonical('@aws-sdk/client-bedrock-runtime', `${name}.new()`)];
    assert.deepEqual(index.call(send, command('ConverseCommand'))?.returns?.[0]?.content, 'text');
    assert.deepEqual(index.call(send, command('InvokeModelCommand'))?.sends, ['0.body']);
    assert.equal(index.call(send, command('ListAsyncInvokesCommand')), null);
    assert.equal(index.call(send), null);
    const pass = index.pass(`${index.canonical('@aws-sdk/client-bedrock-runtime', 'ConverseCommand')}.new()`);
    assert.deepEqual(pass?.from, ['0']);
  });

  it('knows calls that hand on what they are given', () => {
    assert.ok(index.pass(walk('ai', 'convertToModelMessages'))?.from.includes('0.content'));
    assert.deepEqual(index.pass(walk('@langchain/core', 'PromptTemplate.fromTemplate().format'))?.from, ['0', 'this']);
    assert.deepEqual(index.pass(`${walk('@langchain/core', 'HumanMessage')}.new()`)?.from, ['0']);
    assert.equal(index.pass(walk('ai', 'generateText')), null);
  });

  it('knows the recipient of provider packages', () => {
    assert.equal(index.sdkOfPackage('@ai-sdk/mistral')?.recipient.country, 'FR');
    assert.equal(index.sdkOfPackage('@langchain/anthropic')?.recipient.name, 'Anthropic');
    assert.equal(index.sdkOfPackage('@ai-sdk/some-new-vendor')?.recipient.country, '??');
    assert.equal(index.isModelPackage('react'), false);
    assert.equal(index.sdkOf('openai:Client')?.id, 'openai');
  });

  it('finds vendors by address', () => {
    const hosts: [url: string, name: string | null, kind?: string][] = [
      ['https://api.openai.com/v1/chat/completions', 'OpenAI', 'chat'],
      ['https://api.openai.com/v1/embeddings', 'OpenAI', 'embedding'],
      ['https://api.openai.com/v1/models', null],
      ['https://api.openai.com', 'OpenAI', 'chat'],
      ['https://contoso.openai.azure.com/openai/deployments/\u0000/chat/completions', 'Microsoft Azure OpenAI', 'chat'],
      ['https://\u0000.openai.azure.com/', 'Microsoft Azure OpenAI', 'chat'],
      ['https://bedrock-runtime.eu-central-1.amazonaws.com/model/x/invoke', 'Amazon Bedrock', 'chat'],
      ['https://bedrock-runtime.\u0000.amazonaws.com', 'Amazon Bedrock', 'chat'],
      ['https://\u0000-aiplatform.googleapis.com/v1/projects/\u0000', 'Google Cloud Vertex AI', 'chat'],
      ['https://aiplatform.googleapis.com/v1/projects/p', 'Google Cloud Vertex AI', 'chat'],
      ['http://localhost:11434/api/generate', 'this machine (Ollama)', 'text'],
      ['http://localhost:3000/api/generate', null],
      ['https://generativelanguage.googleapis.com/v1beta/models/\u0000:generateContent?key=\u0000', 'Google', 'chat'],
      ['https://api.cloudflare.com/client/v4/accounts/\u0000/ai/run/@cf/meta/llama', 'Cloudflare Workers AI', 'chat'],
      ['https://api.cloudflare.com/client/v4/zones', null],
      ['https://notapi.openai.com.evil.example/v1', null],
      ['https://example.com/api.openai.com/v1/chat', null],
      ['wss://api.openai.com/v1/realtime', 'OpenAI', 'realtime'],
      ['\u0000/v1/chat/completions', 'an OpenAI-compatible server', 'chat'],
      ['https://llm.example.com/v1/chat/completions', 'an OpenAI-compatible server', 'chat'],
      ['\u0000/v1/models', null],
      ['/api/chat', null],
      ['', null],
    ];
    for (const [url, name, kind] of hosts) {
      const found = index.host(url);
      assert.equal(found?.recipient.name ?? null, name, url);
      if (kind !== undefined) assert.equal(found?.kind, kind, url);
    }
  });

  it('knows HTTP clients', () => {
    assert.deepEqual(index.httpClient(walk('', 'fetch'))?.body.includes('1.body'), true);
    assert.deepEqual(index.httpClient(walk('', 'globalThis.fetch'))?.url.includes('0'), true);
    assert.deepEqual(index.httpClient(walk('axios', 'default.post'))?.body[0], '1');
    assert.deepEqual(index.httpClient(walk('axios', '*.post'))?.body[0], '1');
    assert.deepEqual(index.httpClient(walk('axios', 'default.create().post'))?.body[0], '1');
    assert.equal(index.httpClient(walk('axios', 'default.isAxiosError')), null);
  });

  it('finds candidate files by their text', () => {
    const yes = [
      `import OpenAI from 'openai';`,
      `import x from "npm:openai@4"`,
      `import x from "https://esm.sh/openai@4"`,
      `require("@anthropic-ai/sdk")`,
      `fetch('https://api.groq.com/openai/v1/chat/completions')`,
      'const u = `https://${name}.openai.azure.com/`',
      `import { x } from '@ai-sdk/whatever'`,
    ];
    const no = [`import React from 'react';`, `const openai = 1;`, `import { a } from './mail';`];
    for (const text of yes) assert.equal(index.mentions.test(text), true, text);
    for (const text of no) assert.equal(index.mentions.test(text), false, text);
  });

  it('knows the names by which calls are written', () => {
    for (const name of ['create', 'generateText', 'invoke', 'send', 'prompt'])
      assert.ok(index.methodNames.has(name), name);
    assert.equal(index.methodNames.has('new'), false);
  });

  it('reaches every call of the catalogue by its own path', () => {
    for (const sdk of catalogue.sdks) {
      for (const call of sdk.calls) {
        const isType = Object.hasOwn(sdk.types ?? {}, /^[^.(]+/.exec(call.at)?.[0] ?? '');
        const base = isType ? `${sdk.id}:` : `${sdk.packages[0] ?? ''}#`;
        // a class is asked for by its own path: what it makes may have another name
        const constructs = call.at.endsWith('.new()');
        const at = (constructs ? call.at.slice(0, -'.new()'.length) : call.at).replace(/^\*/, 'AnyExport');
        const path = index.canonical('', base + at) + (constructs ? '.new()' : '');
        const found = index.call(path, () =>
          (call.when?.is ?? []).map((at) => index.canonical(sdk.packages[0] ?? '', at)),
        );
        assert.ok(found, `${sdk.id}: ${call.at} (${path})`);
      }
    }
  });
});
