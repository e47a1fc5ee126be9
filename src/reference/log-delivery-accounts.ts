/**
 * Accounts of AWS itself that deliver logs into a customer's bucket: Elastic Load Balancing, CloudTrail (policies older
 * than the service principal), Redshift audit logging. Newer regions use service principals and have none.
 *
 * An attack simulator in wide use plays its stranger with one of these ids: they are AWS's only where the grant is one
 * that log delivery needs, see `DELIVERY_ACTIONS`.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html
 */
const LOG_DELIVERY_ACCOUNTS: ReadonlySet<string> = new Set(
  `009996457667 027434742980 033677994240 037604701340 048591011584 054676820928 076674570225 098369216593 114774131450
  127311923021 156460612806 190560391635 507241528517 582318560864 589379963580 600734575887 635631232127 638102146993
  652711504416 718504428378 754344448648 783225319266 797873946194 383597477331 897822967062 985666609251
  035351147821 086441151436 113285607260 216624486486 262312530599 282025262664 284668455005 388731089494 475085895292
  492519147666 608710470296 681348832753 765225791966 814480443879 819402241893 829690693026 859597730677 903692715234
  977081816279
  013126148197 053454850223 075028567923 090321488786 111890595117 193672423079 210876761215 262260360010 307160386991
  313564881002 361669875840 365689465814 391106570357 404641285394 660998842044 665727464434 729911121831 760740231472
  762762565011 865932855811 902366379725 907379612154 915173422425 945612479654`.split(/\s+/u),
)

/** What log delivery needs; whoever is given more is given more than that. */
const DELIVERY_ACTIONS: ReadonlySet<string> = new Set(['s3:putobject', 's3:getbucketacl'])

/** True for an account of AWS that is allowed nothing but to deliver logs. */
export function isLogDelivery(account: string, actions: readonly string[]): boolean {
  return (
    LOG_DELIVERY_ACCOUNTS.has(account) &&
    actions.length > 0 &&
    actions.every((action) => DELIVERY_ACTIONS.has(action.toLowerCase()))
  )
}
