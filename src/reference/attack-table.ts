/**
 * MITRE ATT&CK 18: techniques of the IaaS, SaaS, identity provider and office suite platforms, and of the machines in
 * them as far as CloudTrail shows them. One line each: id, name, tactics.
 *
 * © 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.
 * @see https://attack.mitre.org/resources/legal-and-branding/terms-of-use/
 */
export const TECHNIQUES = `
T1005|Data from Local System|collection
T1007|System Service Discovery|discovery
T1018|Remote System Discovery|discovery
T1020|Automated Exfiltration|exfiltration
T1020.001|Traffic Duplication|exfiltration
T1021|Remote Services|lateral-movement
T1021.001|Remote Desktop Protocol|lateral-movement
T1021.004|SSH|lateral-movement
T1021.007|Cloud Services|lateral-movement
T1021.008|Direct Cloud VM Connections|lateral-movement
T1030|Data Transfer Size Limits|exfiltration
T1033|System Owner/User Discovery|discovery
T1036|Masquerading|defense-evasion
T1036.003|Rename Legitimate Utilities|defense-evasion
T1036.005|Match Legitimate Resource Name or Location|defense-evasion
T1036.010|Masquerade Account Name|defense-evasion
T1040|Network Sniffing|credential-access,discovery
T1041|Exfiltration Over C2 Channel|exfiltration
T1046|Network Service Discovery|discovery
T1048|Exfiltration Over Alternative Protocol|exfiltration
T1049|System Network Connections Discovery|discovery
T1053|Scheduled Task/Job|execution,persistence,privilege-escalation
T1053.007|Container Orchestration Job|execution,persistence,privilege-escalation
T1057|Process Discovery|discovery
T1059|Command and Scripting Interpreter|execution
T1059.009|Cloud API|execution
T1068|Exploitation for Privilege Escalation|privilege-escalation
T1069|Permission Groups Discovery|discovery
T1069.003|Cloud Groups|discovery
T1070|Indicator Removal|defense-evasion
T1070.004|File Deletion|defense-evasion
T1071|Application Layer Protocol|command-and-control
T1071.001|Web Protocols|command-and-control
T1072|Software Deployment Tools|execution,lateral-movement
T1074|Data Staged|collection
T1074.002|Remote Data Staging|collection
T1078|Valid Accounts|defense-evasion,persistence,privilege-escalation,initial-access
T1078.001|Default Accounts|defense-evasion,persistence,privilege-escalation,initial-access
T1078.004|Cloud Accounts|defense-evasion,persistence,privilege-escalation,initial-access
T1080|Taint Shared Content|lateral-movement
T1082|System Information Discovery|discovery
T1083|File and Directory Discovery|discovery
T1087|Account Discovery|discovery
T1087.004|Cloud Account|discovery
T1090|Proxy|command-and-control
T1090.003|Multi-hop Proxy|command-and-control
T1098|Account Manipulation|persistence,privilege-escalation
T1098.001|Additional Cloud Credentials|persistence,privilege-escalation
T1098.002|Additional Email Delegate Permissions|persistence,privilege-escalation
T1098.003|Additional Cloud Roles|persistence,privilege-escalation
T1098.004|SSH Authorized Keys|persistence,privilege-escalation
T1098.005|Device Registration|persistence,privilege-escalation
T1098.006|Additional Container Cluster Roles|persistence,privilege-escalation
T1102|Web Service|command-and-control
T1105|Ingress Tool Transfer|command-and-control
T1106|Native API|execution
T1110|Brute Force|credential-access
T1110.001|Password Guessing|credential-access
T1110.002|Password Cracking|credential-access
T1110.003|Password Spraying|credential-access
T1110.004|Credential Stuffing|credential-access
T1111|Multi-Factor Authentication Interception|credential-access
T1114|Email Collection|collection
T1119|Automated Collection|collection
T1123|Audio Capture|collection
T1125|Video Capture|collection
T1133|External Remote Services|persistence,initial-access
T1134|Access Token Manipulation|defense-evasion,privilege-escalation
T1136|Create Account|persistence
T1136.003|Cloud Account|persistence
T1185|Browser Session Hijacking|collection
T1187|Forced Authentication|credential-access
T1189|Drive-by Compromise|initial-access
T1190|Exploit Public-Facing Application|initial-access
T1195|Supply Chain Compromise|initial-access
T1195.002|Compromise Software Supply Chain|initial-access
T1199|Trusted Relationship|initial-access
T1201|Password Policy Discovery|discovery
T1204|User Execution|execution
T1204.003|Malicious Image|execution
T1211|Exploitation for Defense Evasion|defense-evasion
T1212|Exploitation for Credential Access|credential-access
T1213|Data from Information Repositories|collection
T1213.003|Code Repositories|collection
T1213.006|Databases|collection
T1217|Browser Information Discovery|discovery
T1219|Remote Access Tools|command-and-control
T1222|File and Directory Permissions Modification|defense-evasion
T1482|Domain Trust Discovery|discovery
T1484|Domain or Tenant Policy Modification|defense-evasion,privilege-escalation
T1484.002|Trust Modification|defense-evasion,privilege-escalation
T1485|Data Destruction|impact
T1485.001|Lifecycle-Triggered Deletion|impact
T1486|Data Encrypted for Impact|impact
T1489|Service Stop|impact
T1490|Inhibit System Recovery|impact
T1491|Defacement|impact
T1491.001|Internal Defacement|impact
T1491.002|External Defacement|impact
T1496|Resource Hijacking|impact
T1496.001|Compute Hijacking|impact
T1496.002|Bandwidth Hijacking|impact
T1496.003|SMS Pumping|impact
T1496.004|Cloud Service Hijacking|impact
T1497|Virtualization/Sandbox Evasion|defense-evasion,discovery
T1498|Network Denial of Service|impact
T1498.001|Direct Network Flood|impact
T1498.002|Reflection Amplification|impact
T1499|Endpoint Denial of Service|impact
T1499.002|Service Exhaustion Flood|impact
T1499.003|Application Exhaustion Flood|impact
T1505|Server Software Component|persistence
T1518|Software Discovery|discovery
T1518.001|Security Software Discovery|discovery
T1525|Implant Internal Image|persistence
T1526|Cloud Service Discovery|discovery
T1528|Steal Application Access Token|credential-access
T1530|Data from Cloud Storage|collection
T1531|Account Access Removal|impact
T1534|Internal Spearphishing|lateral-movement
T1535|Unused/Unsupported Cloud Regions|defense-evasion
T1537|Transfer Data to Cloud Account|exfiltration
T1538|Cloud Service Dashboard|discovery
T1539|Steal Web Session Cookie|credential-access
T1546|Event Triggered Execution|persistence,privilege-escalation
T1548|Abuse Elevation Control Mechanism|defense-evasion,privilege-escalation
T1548.005|Temporary Elevated Cloud Access|defense-evasion,privilege-escalation
T1550|Use Alternate Authentication Material|defense-evasion,lateral-movement
T1550.001|Application Access Token|defense-evasion,lateral-movement
T1550.004|Web Session Cookie|defense-evasion,lateral-movement
T1552|Unsecured Credentials|credential-access
T1552.001|Credentials In Files|credential-access
T1552.004|Private Keys|credential-access
T1552.005|Cloud Instance Metadata API|credential-access
T1552.007|Container API|credential-access
T1552.008|Chat Messages|credential-access
T1553|Subvert Trust Controls|defense-evasion
T1554|Compromise Host Software Binary|persistence
T1555|Credentials from Password Stores|credential-access
T1555.006|Cloud Secrets Management Stores|credential-access
T1556|Modify Authentication Process|credential-access,defense-evasion,persistence
T1556.006|Multi-Factor Authentication|credential-access,defense-evasion,persistence
T1556.007|Hybrid Identity|credential-access,defense-evasion,persistence
T1556.009|Conditional Access Policies|credential-access,defense-evasion,persistence
T1557|Adversary-in-the-Middle|credential-access,collection
T1560|Archive Collected Data|collection
T1562|Impair Defenses|defense-evasion
T1562.001|Disable or Modify Tools|defense-evasion
T1562.004|Disable or Modify System Firewall|defense-evasion
T1562.007|Disable or Modify Cloud Firewall|defense-evasion
T1562.008|Disable or Modify Cloud Logs|defense-evasion
T1564|Hide Artifacts|defense-evasion
T1565|Data Manipulation|impact
T1565.001|Stored Data Manipulation|impact
T1566|Phishing|initial-access
T1566.002|Spearphishing Link|initial-access
T1566.003|Spearphishing via Service|initial-access
T1567|Exfiltration Over Web Service|exfiltration
T1567.002|Exfiltration to Cloud Storage|exfiltration
T1567.004|Exfiltration Over Webhook|exfiltration
T1570|Lateral Tool Transfer|lateral-movement
T1572|Protocol Tunneling|command-and-control
T1578|Modify Cloud Compute Infrastructure|defense-evasion
T1578.001|Create Snapshot|defense-evasion
T1578.002|Create Cloud Instance|defense-evasion
T1578.003|Delete Cloud Instance|defense-evasion
T1578.004|Revert Cloud Instance|defense-evasion
T1578.005|Modify Cloud Compute Configurations|defense-evasion
T1580|Cloud Infrastructure Discovery|discovery
T1583|Acquire Infrastructure|resource-development
T1584|Compromise Infrastructure|resource-development
T1586|Compromise Accounts|resource-development
T1586.003|Cloud Accounts|resource-development
T1589|Gather Victim Identity Information|reconnaissance
T1589.001|Credentials|reconnaissance
T1590|Gather Victim Network Information|reconnaissance
T1591|Gather Victim Org Information|reconnaissance
T1592|Gather Victim Host Information|reconnaissance
T1593|Search Open Websites/Domains|reconnaissance
T1593.003|Code Repositories|reconnaissance
T1595|Active Scanning|reconnaissance
T1599|Network Boundary Bridging|defense-evasion
T1606|Forge Web Credentials|credential-access
T1606.001|Web Cookies|credential-access
T1606.002|SAML Tokens|credential-access
T1609|Container Administration Command|execution
T1610|Deploy Container|defense-evasion,execution
T1611|Escape to Host|privilege-escalation
T1612|Build Image on Host|defense-evasion
T1613|Container and Resource Discovery|discovery
T1614|System Location Discovery|discovery
T1619|Cloud Storage Object Discovery|discovery
T1621|Multi-Factor Authentication Request Generation|credential-access
T1648|Serverless Execution|execution
T1649|Steal or Forge Authentication Certificates|credential-access
T1651|Cloud Administration Command|execution
T1656|Impersonation|defense-evasion
T1657|Financial Theft|impact
T1659|Content Injection|command-and-control,initial-access
T1665|Hide Infrastructure|command-and-control
T1666|Modify Cloud Resource Hierarchy|defense-evasion
T1667|Email Bombing|impact
T1671|Cloud Application Integration|persistence
T1677|Poisoned Pipeline Execution|execution
T1680|Local Storage Discovery|discovery
`

/** ATT&CK 19 gave these techniques new ids; rules of both ages are understood, reports name version 18. */
export const RENUMBERED: Readonly<Record<string, string>> = {
  T1562: 'T1685',
  'T1562.001': 'T1685',
  'T1562.007': 'T1686.001',
  'T1562.008': 'T1685.002',
  T1656: 'T1684.001',
}
