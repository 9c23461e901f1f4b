import { type CryptoKey } from 'jose';
import { CentralConfig, KeySet, PublicJwk } from '../../src/contract/sync.ts';
export type KeyPair = {
    privateKey: CryptoKey;
    publicJwk: PublicJwk;
    kid: string;
};
export type Reply = {
    status: number;
    body: any;
    headers: Headers;
};
export type Send = {
    method: string;
    path: string;
    headers?: Record<string, string>;
    body?: string | Uint8Array;
};
/** A station reduced to its protocol: real keys, real tokens, real proofs; no store. */
export type VirtualStation = {
    url: string;
    stationId: string;
    key: KeyPair;
    encryption: KeyPair;
    operator: KeyPair;
    nonce: string;
    token: string | null;
    config: OpenedConfig;
    seq: number;
    lastHash: string;
};
export declare function makeKeyPair(algorithm?: 'ES256' | 'ECDH-ES'): Promise<KeyPair>;
export type ProofOptions = {
    accessToken?: string | null;
    nonce?: string;
    htu?: string;
    htm?: string;
    jti?: string;
};
export declare function makeProof(key: KeyPair, method: string, url: string, options?: ProofOptions): Promise<string>;
export declare function request(url: string, { method, path, headers, body }: Send): Promise<Reply>;
export declare function freshNonce(url: string): Promise<string>;
export type RegisterOptions = {
    kind?: 'counter' | 'tablet';
    key?: KeyPair;
};
export declare function registerStation(url: string, code: string, options?: RegisterOptions): Promise<VirtualStation>;
export declare function fetchToken(station: VirtualStation): Promise<string>;
/** A call as the station: token and proof added, the nonce kept, one more try when central asks for a newer nonce. */
export declare function call(station: VirtualStation, send: Send): Promise<Reply>;
export declare function callJson(station: VirtualStation, method: string, path: string, body?: unknown): Promise<Reply>;
/** Its keys as the newest signing key vouches for them. */
export type OpenedConfig = CentralConfig & KeySet;
export declare function openConfig(body: unknown): Promise<OpenedConfig>;
/** Registers, gets a token and the configuration: ready to seal. */
export declare function joinStation(url: string, code: string, options?: RegisterOptions): Promise<VirtualStation>;
