import { everyPlace, together } from '../see';

/** Settings with which RDS restarts an instance, or fails it over: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html */
const restarts = /^(DBInstanceClass|EngineVersion|Engine|CACertificateIdentifier|DBParameterGroupName|StorageType|AllocatedStorage|Iops|StorageThroughput|MultiAZ|Port|AvailabilityZone|AllowMajorVersionUpgrade|PreferredMaintenanceWindow|PreferredBackupWindow|ProcessorFeatures.*|AutoMinorVersionUpgrade|NetworkType|EnableIAMDatabaseAuthentication)$/;

/** A database that is away for a moment, or slow for an hour, while it takes on a setting. */
export const databaseInterrupted = together(
  everyPlace(/^AWS::RDS::DB(Instance|Cluster)$/, ({ path }) => restarts.test(path)),
  everyPlace(/^AWS::RDS::DB(Cluster)?ParameterGroup$/, ({ path }) => path.startsWith('Parameters')),
);
