import type { Application } from '../../src/contract/application.ts';
import type { PacketPayload } from '../../src/contract/sync.ts';
import { type KeyPair, type Reply, type VirtualStation } from './virtual-station.ts';
export type Sealed = {
    packetId: string;
    jwe: Uint8Array;
    sha256: string;
    payload: PacketPayload;
};
/** A payload with the evidence it promises, as bytes. */
export type Packet = {
    payload: PacketPayload;
    evidence: Uint8Array | null;
};
/** What a flawless counter session says about an application, as the n-th packet of a station, and its evidence. */
export declare function makePacket(station: VirtualStation, application: Pick<Application, 'applicationId' | 'reference' | 'declared'>, more?: Partial<PacketPayload>, isMute?: boolean): Packet;
/** The payload alone. */
export declare const makePayload: (...given: Parameters<typeof makePacket>) => PacketPayload;
/** The same as stations sealed it before evidence went with it. */
export declare function asVersion1({ payload }: Packet): PacketPayload;
export type SealOptions = {
    operator?: KeyPair;
    station?: KeyPair;
    encryptTo?: PacketPayload['operator']['key'];
};
/** Seals as contract/sync.ts says: two ES256 signatures inside a compact JWE. Does not advance the station. */
export declare function seal(station: VirtualStation, given: PacketPayload | Packet, options?: SealOptions): Promise<Sealed>;
/** The outer layer alone, for packets that are wrong inside. */
export declare function encrypt(station: VirtualStation, payload: PacketPayload, text: string, to?: {
    kty: "EC";
    crv: "P-256";
    x: string;
    y: string;
    kid?: string | undefined;
    use?: "enc" | "sig" | undefined;
    alg?: string | undefined;
}, evidence?: Uint8Array | null): Promise<Sealed>;
/** Seals the station's next packet and advances its chain. */
export declare function sealNext(station: VirtualStation, application: Pick<Application, 'applicationId' | 'reference' | 'declared'>, more?: Partial<PacketPayload>): Promise<Sealed>;
/** As sealNext, a packet of version 1. */
export declare function sealNextOld(...given: Parameters<typeof makePacket>): Promise<Sealed>;
export declare function contentDigest(bytes: Uint8Array): string;
export declare function putPacket(station: VirtualStation, sealed: Sealed, headers?: Record<string, string>): Promise<Reply>;
