import { isEnd, stackType } from '../change';
import { everyPlace, isSwitchedOff, isSwitchedOn, together } from '../see';

/** Something that could not be deleted by mistake, and now can. */
export const deletionEased = together(
  everyPlace(/./, (place) => /(^|\.)DeletionProtection(Enabled)?$/.test(place.path) && isSwitchedOff(place)),
  everyPlace(/LoadBalancer$/, (place) => place.path.startsWith('LoadBalancerAttributes[deletion_protection.enabled]') && place.before !== undefined && String(place.after) !== 'true'),
  everyPlace(/./, ({ path, before, after }) => /^(DeletionPolicy|UpdateReplacePolicy)$/.test(path) && before !== undefined && before !== 'Delete' && before !== after && after !== 'Retain' && !(before === 'Snapshot' && after === 'RetainExceptOnCreate')),
  everyPlace(new RegExp(`^${stackType}$`), (place, change) => place.path === 'TerminationProtection' && isSwitchedOff(place) && !isEnd(change)),
  everyPlace(/^AWS::S3::Bucket$/, (place) => /^ObjectLock/.test(place.path)),
  everyPlace(/^AWS::ECR::Repository$/, (place) => place.path === 'ImageTagMutability' || (place.path === 'EmptyOnDelete' && isSwitchedOn(place))),
);
