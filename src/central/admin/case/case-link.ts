/** The page of one application; with a packet, that one opened and its verdicts compared. */
export const caseLink = (applicationId: string, packetId: string | null = null): string =>
  packetId === null
    ? `/admin/cases/${applicationId}`
    : `/admin/cases/${applicationId}?packet=${packetId}#packet-${packetId}`
