import type { SafetyRule } from './safety-rule';
import { alarmCanFire } from './rules/alarm-can-fire';
import { alarmDimensionsStay } from './rules/alarm-dimensions-stay';
import { alarmsSeeOneRelease } from './rules/alarms-see-one-release';
import { alarmsTellSomebody } from './rules/alarms-tell-somebody';
import { balancerIsProtected } from './rules/balancer-is-protected';
import { blueOutlastsAlarms } from './rules/blue-outlasts-alarms';
import { bothGroupsAreWatched } from './rules/both-groups-are-watched';
import { compositeRuleReads } from './rules/composite-rule-reads';
import { compositesOnlyNotify } from './rules/composites-only-notify';
import { containerIsThere } from './rules/container-is-there';
import { customResourceIsBounded } from './rules/custom-resource-is-bounded';
import { databaseAsksForTls } from './rules/database-asks-for-tls';
import { databaseCanBeRestored } from './rules/database-can-be-restored';
import { databaseFailsOver } from './rules/database-fails-over';
import { databaseKnowsWho } from './rules/database-knows-who';
import { defaultActionIsFixed } from './rules/default-action-is-fixed';
import { everyQueryCounts } from './rules/every-query-counts';
import { frozenIsUntagged } from './rules/frozen-is-untagged';
import { groupFollowsRules } from './rules/group-follows-rules';
import { groupReadsAlarms } from './rules/group-reads-alarms';
import { groupShiftsTraffic } from './rules/group-shifts-traffic';
import { groupTakesBack } from './rules/group-takes-back';
import { healthCheckEndsInTime } from './rules/health-check-ends-in-time';
import { hookMayReport } from './rules/hook-may-report';
import { imageIsPinned } from './rules/image-is-pinned';
import { ledgerIsKept } from './rules/ledger-is-kept';
import { listenerIsEncrypted } from './rules/listener-is-encrypted';
import { missingDataIsDecided } from './rules/missing-data-is-decided';
import { nobodyIsWaitedFor } from './rules/nobody-is-waited-for';
import { repositoryKeepsImages } from './rules/repository-keeps-images';
import { rolesArePassedToOne } from './rules/roles-are-passed-to-one';
import { rollingTakesBack } from './rules/rolling-takes-back';
import { ruleBeginsWithBlue } from './rules/rule-begins-with-blue';
import { rulesCall } from './rules/rules-call';
import { scalingFitsBlueGreen } from './rules/scaling-fits-blue-green';
import { scalingIsAwake } from './rules/scaling-is-awake';
import { serviceIsLeftAlone } from './rules/service-is-left-alone';
import { shiftIsGradual } from './rules/shift-is-gradual';
import { signingKeyHasSigners } from './rules/signing-key-has-signers';
import { storesOutliveStacks } from './rules/stores-outlive-stacks';
import { tasksHideNothing } from './rules/tasks-hide-nothing';
import { trustIsNarrow } from './rules/trust-is-narrow';
import { unreadAlarmsStop } from './rules/unread-alarms-stop';
import { webIdentityIsPinned } from './rules/web-identity-is-pinned';

/** The pack RolloutSafety. A new rule is a file in `rules/` and a line here. */
export const rolloutSafety: readonly SafetyRule[] = [
  alarmCanFire, alarmDimensionsStay, alarmsSeeOneRelease, alarmsTellSomebody, balancerIsProtected, blueOutlastsAlarms,
  bothGroupsAreWatched, compositeRuleReads, compositesOnlyNotify, containerIsThere, customResourceIsBounded, databaseAsksForTls,
  databaseCanBeRestored, databaseFailsOver, databaseKnowsWho, defaultActionIsFixed, everyQueryCounts, frozenIsUntagged, groupFollowsRules,
  groupReadsAlarms, groupShiftsTraffic, groupTakesBack, healthCheckEndsInTime, hookMayReport, imageIsPinned, ledgerIsKept, listenerIsEncrypted,
  missingDataIsDecided, nobodyIsWaitedFor, repositoryKeepsImages, rolesArePassedToOne, rollingTakesBack, ruleBeginsWithBlue, rulesCall,
  scalingFitsBlueGreen, scalingIsAwake, serviceIsLeftAlone, shiftIsGradual, signingKeyHasSigners, storesOutliveStacks, tasksHideNothing, trustIsNarrow,
  unreadAlarmsStop, webIdentityIsPinned,
];
