import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spell } from '../../../lib/core/checked';
import { readAllStages } from '../../../lib/config/read-all-stages';
import { stageAlarms } from '../../../lib/config/stage-alarms';
import { production } from '../../../lib/config/stages/production';
import { staging } from '../../../lib/config/stages/staging';
import { readContract } from '../../../lib/edge/contract/read-contract';
import { unclearIn } from '../clear';
import { mutated } from '../mutate';
import { refused, taken, wrong, type Subject } from '../subject';

const contract = readContract(readFileSync(join(__dirname, '../../../services/api/openapi.yaml'), 'utf8'));

/** The data of the stages, one of them spoilt; what is still good gets its alarms planned, as synthesis does. */
export const stages: Subject = {
  name: 'stage data',
  once: async (chance) => {
    const name = chance.roll() < 0.5 ? 'staging' : 'production';
    const { value, done } = mutated({ staging, production }[name], chance);
    const read = readAllStages({ staging, production, [name]: value });
    const planned = read.ok && contract.ok ? read.value.map((stage) => stageAlarms(stage, contract.value)) : [];
    const problems = [...(read.ok ? [] : read.problems), ...planned.flatMap((plan) => (plan.ok ? [] : plan.problems))];
    if (problems.length === 0) return taken;
    const lost = problems.find(({ path }) => !/^(staging|production)(\.|$)/.test(path));
    if (lost !== undefined) return wrong(`it does not say where: ${spell(lost)} (${done.join(', ')})`);
    const unclear = unclearIn(problems.map(spell));
    return unclear === undefined ? refused : wrong(`${unclear} (${name}: ${done.join(', ')})`);
  },
};
