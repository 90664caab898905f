// What the scenarios in JavaScript are given (see lib.sh), and how they check.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import https from 'node:https';

const clients = process.env.VARVE_CLIENTS
    ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'varve');

/** Loads a package from where .ci/install put it. */
export const load = createRequire(join(clients, 'js', 'package.json'));

export const endpoint = new URL(process.env.ENDPOINT);
export const accessKeyId = process.env.AWS_ACCESS_KEY_ID;
export const secretAccessKey = process.env.AWS_SECRET_ACCESS_KEY;
export const prefix = process.env.BUCKET_PREFIX;

const ca = process.env.CA_FILE ? readFileSync(process.env.CA_FILE) : undefined;
export const agent = ca ? new https.Agent({ ca, keepAlive: true }) : undefined;

export const work = mkdtempSync(join(tmpdir(), 'varve-js-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

/** The same bytes for the same seed; they do not compress. */
export function noise(size, seed) {
    const blocks = [];
    for (let at = 0; at < size; at += 32) {
        blocks.push(createHash('sha256').update(`${seed} ${at}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, size);
}

export async function bytes(stream) {
    const chunks = [];
    for await (const chunk of stream) {
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}

/** A stream in small pieces, whose length is not known before its end. */
export function trickle(data, piece = 100_000) {
    return Readable.from((function* () {
        for (let at = 0; at < data.length; at += piece) {
            yield data.subarray(at, at + piece);
        }
    })());
}

export function same(actual, expected, what) {
    assert.equal(actual.length, expected.length, `length of ${what}`);
    assert.ok(Buffer.from(actual).equals(expected), `${what} differs`);
}

export async function refused(name, promise) {
    await assert.rejects(promise, (e) => {
        assert.ok([e.name, e.code, e.Code].includes(name), `refused with ${e.name} ${e.code}: ${e}`);
        return true;
    });
}

/** A request without a signature but the one in the link. */
export async function http(url, options = {}) {
    const { request } = await import(ca ? 'node:https' : 'node:http');
    return new Promise((resolve, reject) => {
        const { body, ...rest } = options;
        const call = request(url, { ...rest, ca, agent }, async (answer) => {
            try {
                const { statusCode: status, headers } = answer;
                resolve({ status, headers, body: await bytes(answer) });
            } catch (e) {
                reject(e);
            }
        });
        call.on('error', reject);
        call.end(body);
    });
}

export async function run(scenarios) {
    for (const scenario of scenarios) {
        const start = Date.now();
        await scenario();
        console.log(`-- ${scenario.name} ${((Date.now() - start) / 1000).toFixed(1)} s`);
    }
    agent?.destroy();
}

export { assert };
