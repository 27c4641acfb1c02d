import { maintenanceOverlapsBackup } from '../../lib/config/database-windows';

test.each([
  ['tue:19:00-tue:19:30', '18:00-18:30', false],
  ['tue:18:15-tue:18:45', '18:00-18:30', true],
  ['tue:17:30-tue:18:30', '18:00-18:20', true],
  ['tue:18:00-tue:18:10', '17:00-19:00', true],
  ['tue:18:30-tue:19:00', '18:00-18:30', false],
  ['tue:23:45-wed:00:15', '00:00-00:30', true],
  ['tue:00:30-tue:01:00', '23:45-00:15', false],
  ['', '18:00-18:30', false],
])('maintenance %s and backup %s overlap: %s', (maintenance, backup, overlap) => {
  expect(maintenanceOverlapsBackup(maintenance, backup)).toBe(overlap);
});
