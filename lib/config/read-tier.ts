import type { Reader } from '../core/reader';
import { millis, minutes, type Percent } from '../core/units';
import { readTraffic } from './read-traffic';
import type { AuxiliaryTier, Service, TaskSize, Tier, Worker } from './tier';

const likeHost = { pattern: /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, like: 'a host name such as "api.example.com"' };
const likeCertificate = { pattern: /^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, like: 'the ARN of an ACM certificate' };

/** Reads what every tier has. The object may hold more: whoever calls this reads the rest, and says that no other key is known. */
export function readTier(read: Reader): Tier {
  return {
    domain: read.text('domain', likeHost),
    certificateArn: read.text('certificateArn', likeCertificate),
    expectedPeak: read.number('expectedPeak', { min: 0.1, max: 100_000 }),
    traffic: readTraffic(read.object('traffic')),
    bake: minutes(read.integer('bakeMinutes', { min: 1, max: 2_880 })),
    service: readService(read.object('service')),
    slowAnswer: millis(read.integer('slowAnswerMs', { min: 10, max: 30_000 })),
  };
}

export function readAuxiliary(read: Reader): AuxiliaryTier {
  const tier = {
    ...readTier(read),
    worker: readWorker(read.object('worker')),
    connections: read.integer('connections', { min: 2, max: 500 }),
  };
  read.onlyKnownKeys();
  return tier;
}

function readService(read: Reader): Service {
  const service = {
    ...readTaskSize(read),
    minTasks: read.integer('minTasks', { min: 2, max: 500 }),
    maxTasks: read.integer('maxTasks', { min: 2, max: 500 }),
    targetCpu: read.integer('targetCpuPercent', { min: 20, max: 80 }) as Percent,
  };
  read.onlyKnownKeys();
  return service;
}

function readWorker(read: Reader): Worker {
  const worker = { ...readTaskSize(read), tasks: read.integer('tasks', { min: 1, max: 20 }) };
  read.onlyKnownKeys();
  return worker;
}

const readTaskSize = (read: Reader): TaskSize => ({
  cpu: read.integer('cpu', { min: 256, max: 4_096 }),
  memoryMiB: read.integer('memoryMiB', { min: 512, max: 30_720 }),
});
