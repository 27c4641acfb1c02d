/**
 * A faulty build of the API: takes the place of services/api/src/main.ts when the build is made.
 *
 * It needs a setting that nobody has given it, says so, and ends. ECS starts it again, and again.
 */
process.stdout.write(`${JSON.stringify({ level: 'error', message: 'cannot serve', error: { name: 'SettingsError', message: 'POINTS_CAMPAIGN is not set' } })}\n`);
process.exitCode = 1;
