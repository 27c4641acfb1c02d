import { everyPlace, isLowered, isSwitchedOff, isSwitchedOn, together } from '../see';

/** Points in time that one can no longer go back to: AWS deletes the backups beyond a shorter retention at once. */
export const backupsShortened = together(
  everyPlace(/^AWS::RDS::DB(Instance|Cluster)$/, (place) => place.path === 'BackupRetentionPeriod' && isLowered(place)),
  everyPlace(/^AWS::RDS::DB(Instance|Cluster)$/, (place) => place.path === 'DeleteAutomatedBackups' && isSwitchedOn(place)),
  everyPlace(/^AWS::DynamoDB::(Global)?Table$/, (place) => /PointInTimeRecovery(Enabled|Specification)/.test(place.path) && (isSwitchedOff(place) || place.after === undefined)),
  everyPlace(/^AWS::S3::Bucket$/, (place) => /^VersioningConfiguration/.test(place.path)),
);
