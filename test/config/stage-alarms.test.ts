import type { Operation } from '../../lib/core/operation/operation';
import { readAllStages } from '../../lib/config/read-all-stages';
import { auxiliaryAlarms, stageAlarms } from '../../lib/config/stage-alarms';

const rare: Operation = {
  id: 'closeYear', method: 'POST', path: '/v1/year', effect: 'write', critical: true, share: 0.1, probe: undefined, load: undefined,
};
const common: Operation = { ...rare, id: 'getBalance', share: 99.9 };

test('a critical operation that too few customers use is named with its stage', () => {
  const stages = readAllStages();
  const [staging] = stages.ok ? stages.value : [];
  expect(staging && stageAlarms(staging, [rare, common])).toMatchObject({
    ok: false,
    problems: [{
      path: 'staging.rollback.smallestFault',
      message: expect.stringContaining('10 % of closeYear failing gives 0.03 errors a minute'),
    }],
  });
});

test('the auxiliary tier is planned for its own traffic', () => {
  const stages = readAllStages();
  const [staging] = stages.ok ? stages.value : [];
  expect(staging && auxiliaryAlarms(staging, [rare, common])).toMatchObject({
    ok: false,
    problems: [{
      path: 'staging.auxiliary.rollback.smallestFault',
      message: expect.stringContaining('10 % of closeYear failing gives 0.02 errors a minute'),
    }],
  });
});
