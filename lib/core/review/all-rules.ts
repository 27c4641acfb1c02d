import type { Approver, FindingClass, Rule } from './finding';
import type { Risk } from './risk';
import { alarmWeakened } from './rules/alarm-weakened';
import { backupsShortened } from './rules/backups-shortened';
import { bakeShortened } from './rules/bake-shortened';
import { bothAxes } from './rules/both-axes';
import { callsLost } from './rules/calls-lost';
import { checkAcknowledged } from './rules/check-acknowledged';
import { containerLoosened } from './rules/container-loosened';
import { costChanged } from './rules/cost-changed';
import { credentialsWeakened } from './rules/credentials-weakened';
import { databaseInterrupted } from './rules/database-interrupted';
import { databaseRolesChanged } from './rules/database-roles-changed';
import { deletionEased } from './rules/deletion-eased';
import { encryptionWeakened } from './rules/encryption-weakened';
import { exposed } from './rules/exposed';
import { frozenChanged } from './rules/frozen-changed';
import { identityChanged } from './rules/identity-changed';
import { imageUnpinned } from './rules/image-unpinned';
import { keptShorter } from './rules/kept-shorter';
import { lessIsLogged } from './rules/less-is-logged';
import { limitsNeared } from './rules/limits-neared';
import { networkChanged } from './rules/network-changed';
import { otherDatabase } from './rules/other-database';
import { permissionLost } from './rules/permission-lost';
import { permissionsBroadened } from './rules/permissions-broadened';
import { proofChanged } from './rules/proof-changed';
import { releaseGuardWeakened } from './rules/release-guard-weakened';
import { resourceOpened } from './rules/resource-opened';
import { rollbackWeakened } from './rules/rollback-weakened';
import { runsOtherwise } from './rules/runs-otherwise';
import { scalingLowered } from './rules/scaling-lowered';
import { servingReplaced } from './rules/serving-replaced';
import { shiftHastened } from './rules/shift-hastened';
import { snapshotChanged } from './rules/snapshot-changed';
import { stackMoved } from './rules/stack-moved';
import { storeEnds } from './rules/store-ends';
import { trustWidened } from './rules/trust-widened';

/** What a rule stands for: how bad what it sees is, in words for the person who has to decide. */
export interface BoundRule {
  readonly name: string;
  /** What happened, in a few words. */
  readonly title: string;
  readonly rule: Rule;
  readonly class: FindingClass;
  readonly risk: Risk;
  /** Why it matters. */
  readonly why: string;
  /** What to do about it. */
  readonly ask: string;
  /** Who has to say yes besides a second person; nobody where that person is enough. */
  readonly approver: Approver | null;
}

const dataLoss = { class: 'data-loss', risk: 'data-loss', approver: 'data owner' } as const;
const downtime = { class: 'downtime', risk: 'downtime', approver: 'service owner' } as const;
const access = { class: 'access', risk: 'protection', approver: 'security' } as const;
const safetyNet = { class: 'safety-net', risk: 'protection', approver: 'on-call engineer' } as const;
const capacity = { class: 'capacity', risk: 'review', approver: 'service owner' } as const;

/** Every rule of the review, worst first. A new one is a file in `rules/` and a line here. */
export const allRules: readonly BoundRule[] = [
  { name: 'both-axes', title: 'servers and software change together', rule: bothAxes, class: 'both-axes', risk: 'refused', approver: null,
    why: 'when servers and software change together, nobody can say afterwards which of them was wrong, and neither can be taken back alone',
    ask: 'split it: merge and deploy the topology first, then the release' },

  { name: 'store-ends', title: 'a store of data ends', rule: storeEnds, ...dataLoss, why: 'what it holds is gone with it, or out of reach', ask: 'take a snapshot and prove that it can be restored; better, add the new store first, move the data, and remove the old one in a later change' },
  { name: 'stack-moved', title: 'a stack goes elsewhere', rule: stackMoved, ...dataLoss, why: 'what is deployed stays where it is, and empty copies of everything are made elsewhere', ask: 'take it back, or write down how the data move and when the old stack is deleted' },
  { name: 'other-database', title: 'writes or reads may go to another database', rule: otherDatabase, ...dataLoss, why: 'writes may land in another database or stage than the one that customers read', ask: 'show that both names lead to the same database, or plan it as a move of data' },
  { name: 'backups-shortened', title: 'less can be restored', rule: backupsShortened, ...dataLoss, why: 'backups beyond the new limit are deleted at once, and no backup brings them back', ask: 'copy what may still be needed to a vault first' },

  { name: 'frozen-changed', title: 'something that releases move by themselves is changed', rule: frozenChanged, ...downtime, why: 'releases change it by themselves: CloudFormation would set it back to what the template says, with the weights on a group that may be empty, or fail half-way',
    ask: 'take it back; if it must be, deploy it only while what is live equals the template: no deployment in progress, the first group serving' },
  { name: 'serving-replaced', title: 'something in use is removed or replaced', rule: servingReplaced, ...downtime, why: 'customers or releases go through it, and until the new one serves there is none', ask: 'add the new one beside the old one, move traffic, and remove the old one in a later change' },
  { name: 'network-changed', title: 'a path of a running tier changes', rule: networkChanged, ...downtime, why: 'a tier that runs may lose the path to its database, its clients or AWS', ask: 'rehearse the last known good release on this topology, and open the new path before the old one is closed' },
  { name: 'database-interrupted', title: 'the database restarts', rule: databaseInterrupted, ...downtime, why: 'the instance restarts or fails over: every connection is cut, for a minute or two', ask: 'let it wait for the maintenance window, or announce it; no deployment may run meanwhile' },

  { name: 'trust-widened', title: 'a role trusts more', rule: trustWidened, ...access, why: 'somebody new may act as this role', ask: 'name the one who needs it, and add conditions on account and source' },
  { name: 'identity-changed', title: 'who can sign in, or is known by which name, changes', rule: identityChanged, ...access, why: 'somebody new can sign in, or policies that know a role by its name mean nobody, or somebody else', ask: 'name everything that trusts the provider or knows the name, and change it in the right order' },
  { name: 'permissions-broadened', title: 'a role may do more', rule: permissionsBroadened, ...access, why: 'whoever takes this role over may do more', ask: 'say which call needs it; name actions and resources one by one' },
  { name: 'resource-opened', title: 'more may use a resource', rule: resourceOpened, ...access, why: 'more callers may use it, also from outside of this stage', ask: 'name who needs it, with conditions on account and source' },
  { name: 'exposed', title: 'something can be reached that could not be', rule: exposed, ...access, why: 'something can be reached that could not be reached before', ask: 'narrow it to the group or the addresses that need it' },
  { name: 'encryption-weakened', title: 'encryption is weaker, or by another key', rule: encryptionWeakened, ...access, why: 'what was protected by a key or by TLS is so no longer, or by another key', ask: 'take it back, or say in the change why it is no secret' },
  { name: 'credentials-weakened', title: 'a login asks for less', rule: credentialsWeakened, ...access, why: 'a stolen or forgotten login is good for more, or for longer', ask: 'take it back, or show what takes its place' },
  { name: 'container-loosened', title: 'a container may do more', rule: containerLoosened, ...access, why: 'a break-in into this container reaches further', ask: 'take it back, or say which file or call needs it' },

  { name: 'alarm-weakened', title: 'an alarm is weaker, or another', rule: alarmWeakened, ...safetyNet, why: 'a bad release may be noticed later, or by nobody', ask: 'compute the new blind spot (the reason for the old threshold is in the alarm plan), and rehearse a fault that it must catch' },
  { name: 'rollback-weakened', title: 'less takes a release back', rule: rollbackWeakened, ...safetyNet, why: 'a bad release may go on although something has noticed it', ask: 'take it back, or rehearse that the fault is still taken back' },
  { name: 'bake-shortened', title: 'the way back in seconds is open for less time', rule: bakeShortened, ...safetyNet, why: 'a fault that shows later than that can no longer be taken back in seconds', ask: 'show that the slowest rollback alarm still fires within it' },
  { name: 'shift-hastened', title: 'more customers meet a release at once', rule: shiftHastened, ...safetyNet, why: 'more customers meet a bad release before an alarm can stop it', ask: 'rehearse the outage scenario and compare who is harmed' },
  { name: 'proof-changed', title: 'what proves and runs releases works otherwise', rule: proofChanged, ...safetyNet, why: 'what proves or runs a release works otherwise, and with it what passed means', ask: 'rehearse one good and one bad release with it' },
  { name: 'release-guard-weakened', title: 'a step of a release is left out', rule: releaseGuardWeakened, ...safetyNet, why: 'a step that kept a bad release from customers is left out', ask: 'take it back, or rehearse a release without it' },
  { name: 'permission-lost', title: 'a call is refused that worked', rule: permissionLost, ...safetyNet, why: 'a call that worked is refused from now on, and the first that anybody hears of it may be that nothing was told', ask: 'rehearse a release, and an alarm, with it: the region judges every call by these policies' },
  { name: 'image-unpinned', title: 'an image may come to be another', rule: imageUnpinned, ...safetyNet, why: 'what runs may not be what was tested', ask: 'name the image by the digest that CI recorded' },
  { name: 'deletion-eased', title: 'something can be deleted by mistake', rule: deletionEased, ...safetyNet, why: 'one mistake is now enough to delete it', ask: 'take it back; protection is lifted in a change of its own, just before the deletion' },
  { name: 'calls-lost', title: 'something is called no more by the clock or by events', rule: callsLost, ...safetyNet, why: 'what looks after a service between releases may not do so any more: weights that are moved by hand stay moved, and guards that are off stay off', ask: 'take it back, or show what looks instead' },
  { name: 'less-is-logged', title: 'less can be seen', rule: lessIsLogged, ...safetyNet, why: 'the next time that something is wrong nobody may be able to see why', ask: 'take it back, or show the question that the rest still answers' },
  { name: 'kept-shorter', title: 'something is thrown away sooner', rule: keptShorter, ...safetyNet, why: 'what is older than the new limit is thrown away, also what is there today', ask: 'check how far back the last incident had to be read' },
  { name: 'check-acknowledged', title: 'a finding of a rule pack is accepted', rule: checkAcknowledged, ...safetyNet, approver: 'security', why: 'a rule pack would have stopped this, and somebody has told it not to', ask: 'judge the reason as if it were the change' },
  { name: 'database-roles-changed', title: 'the users of the database change', rule: databaseRolesChanged, ...safetyNet, approver: 'data owner', why: 'limits of sessions and statements keep one tier from taking the database from the others, and rights keep it from the data', ask: 'add up the sessions of all users against what the server has, and rehearse `auxiliary-exhausted`' },

  { name: 'scaling-lowered', title: 'fewer or smaller tasks', rule: scalingLowered, ...capacity, risk: 'protection', why: 'the same load meets fewer or smaller tasks, also when one zone is away', ask: 'compare with the expected peak, with a third of the tasks missing' },
  { name: 'snapshot-changed', title: 'releases are told something else of the topology', rule: snapshotChanged, ...safetyNet, risk: 'review', why: 'it is what the next release is told of the topology', ask: 'rehearse the last known good release on this topology' },
  { name: 'runs-otherwise', title: 'a task is told something else', rule: runsOtherwise, ...safetyNet, risk: 'review', approver: 'service owner', why: 'the same image does something else when it is told something else', ask: 'read it as if it were code, and rehearse the release' },
  { name: 'limits-neared', title: 'more is taken of a shared limit', rule: limitsNeared, ...capacity, why: 'quota and database sessions are shared: who takes the last one takes it from another tier', ask: 'check the quota of the account and the budget of sessions with a deployment running' },

  { name: 'cost-changed', title: 'the bill changes', rule: costChanged, class: 'cost', risk: 'review', approver: null, why: 'it is paid for every month', ask: 'say in the change what it is worth' },
];
