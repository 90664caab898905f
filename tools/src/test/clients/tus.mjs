// tus-js-client, and uploads in numbered chunks, over connections that are cut again and again.
//
//   UPLOAD_MIB                    how much each upload sends
import { createHash, createHmac, randomBytes } from 'node:crypto';
import net from 'node:net';
import {
    accessKeyId, agent, assert, endpoint, http, load, prefix, run, secretAccessKey,
} from './lib.mjs';

const tus = load('tus-js-client');

const MIB = 1024 * 1024;
const CUTS = 20;
const size = Number(process.env.UPLOAD_MIB ?? 64) * MIB;
const bucket = `${prefix}-resumed`;
const seed = process.env.SEED ?? randomBytes(8).toString('hex');
console.log(`SEED=${seed}`);

/** Numbers from 0 to 1, the same for the same seed and name. */
function dice(name) {
    let count = 0;
    return () => createHash('sha256').update(`${seed} ${name} ${count++}`).digest().readUInt32LE() / 2 ** 32;
}

/** Much noise in little time: what does not repeat within a window of the server's. */
function data(length, name) {
    const block = Buffer.alloc(MIB);
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < MIB; at += 32) {
        createHash('sha256').update(`${name} ${at}`).digest().copy(block, at);
    }
    for (let at = 0; at < length; at += MIB) {
        block.copy(bytes, at);
        createHash('sha256').update(`${name} at ${at}`).digest().copy(bytes, at);
    }
    return bytes;
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Passes bytes on to the server, and cuts the connection where the next of `places` comes by. */
async function cutter(places) {
    const left = [...places].sort((a, b) => a - b);
    const sockets = new Set();
    let passed = 0;
    const server = net.createServer((client) => {
        const upstream = net.connect(Number(endpoint.port), endpoint.hostname);
        const pair = [client, upstream];
        pair.forEach((each) => sockets.add(each));
        const cut = () => pair.filter((each) => !each.destroyed).forEach((each) => each.resetAndDestroy());
        client.on('data', (chunk) => {
            passed += chunk.length;
            if (left.length && passed >= left[0]) {
                left.shift();
                upstream.write(chunk.subarray(0, Math.floor(chunk.length / 2)), cut);
                return;
            }
            if (!upstream.write(chunk)) {
                client.pause();
                upstream.once('drain', () => client.resume());
            }
        });
        upstream.on('data', (chunk) => client.write(chunk));
        client.on('end', () => upstream.end());
        upstream.on('end', () => client.end());
        pair.forEach((each) => each.on('error', cut));
        pair.forEach((each) => each.on('close', () => sockets.delete(each)));
    });
    await new Promise((resolve) => server.listen(0, endpoint.hostname, resolve));
    const url = new URL(endpoint);
    url.port = server.address().port;
    return {
        url,
        cutsLeft: () => left.length,
        close: () => {
            sockets.forEach((each) => each.destroy());
            server.close();
        },
    };
}

const places = (name, count = CUTS) => {
    const next = dice(name);
    return Array.from({ length: count }, () => next() * size * 0.95);
};

const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

/** Headers that sign a request, its body left open. */
function signed(method, url) {
    const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const day = stamp.slice(0, 8);
    const scope = `${day}/us-east-1/s3/aws4_request`;
    const names = 'host;x-amz-content-sha256;x-amz-date';
    const query = [...url.searchParams].map((pair) => pair.map(encodeURIComponent).join('=')).sort().join('&');
    const request = [
        method, url.pathname, query, `host:${url.host}`, 'x-amz-content-sha256:UNSIGNED-PAYLOAD',
        `x-amz-date:${stamp}`, '', names, 'UNSIGNED-PAYLOAD',
    ].join('\n');
    const text = ['AWS4-HMAC-SHA256', stamp, scope, sha256(request)].join('\n');
    const key = [day, 'us-east-1', 's3', 'aws4_request'].reduce(hmac, `AWS4${secretAccessKey}`);
    return {
        'x-amz-date': stamp,
        'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope},SignedHeaders=${names},`
            + `Signature=${hmac(key, text).toString('hex')}`,
    };
}

async function call(method, path, { base = endpoint, body, headers = {} } = {}) {
    const url = new URL(path, base);
    const all = { ...headers, ...signed(method, url) };
    if (body !== undefined) {
        all['content-length'] = Buffer.byteLength(body);
    }
    return http(url.href, { method, headers: all, body });
}

async function requireSame(key, bytes) {
    const got = await call('GET', `/${bucket}/${key}`);
    assert.equal(got.status, 200, String(got.body.subarray(0, 1000)));
    assert.equal(got.body.length, bytes.length);
    assert.equal(sha256(got.body), sha256(bytes));
}

const usual = (base) => ({
    endpoint: new URL(`/v1/buckets/${bucket}/tus`, base).href,
    retryDelays: Array(100).fill(20),
    storeFingerprintForResuming: false,
    onBeforeRequest: (request) => {
        const headers = signed(request.getMethod(), new URL(request.getURL()));
        Object.entries(headers).forEach(([name, value]) => request.setHeader(name, value));
    },
    ...(agent ? { httpStack: new tus.DefaultHttpStack({ agent }) } : {}),
});

/** Uploads through `base`; resolves with the upload when its object is there. */
function upload(bytes, base, key, options) {
    return new Promise((resolve, reject) => {
        const job = new tus.Upload(bytes, {
            ...usual(base),
            metadata: { key, filetype: 'text/x-mud' },
            onError: reject,
            onSuccess: () => resolve(job),
            ...options,
        });
        job.start();
    });
}

async function buckets() {
    const body = JSON.stringify({ name: bucket });
    const made = await call('POST', '/v1/buckets', { body });
    assert.equal(made.status, 201, String(made.body));
}

async function oneLongRequest() {
    const bytes = data(size, 'long');
    const proxy = await cutter(places('long'));
    await upload(bytes, proxy.url, 'long', {});
    assert.equal(proxy.cutsLeft(), 0, 'not all cuts were made');
    proxy.close();
    await requireSame('long', bytes);
    const head = await call('HEAD', `/${bucket}/long`);
    assert.equal(head.headers['content-type'], 'text/x-mud');
}

async function manyRequests() {
    const bytes = data(size / 4, 'many');
    const proxy = await cutter(places('many', 10).map((place) => place / 4));
    await upload(bytes, proxy.url, 'many', { chunkSize: 300_000, uploadDataDuringCreation: true });
    assert.equal(proxy.cutsLeft(), 0, 'not all cuts were made');
    proxy.close();
    await requireSame('many', bytes);
}

async function inParallel() {
    const bytes = data(size / 2, 'parallel');
    const proxy = await cutter(places('parallel', 10).map((place) => place / 2));
    await upload(bytes, proxy.url, 'parallel', { parallelUploads: 4 });
    assert.equal(proxy.cutsLeft(), 0, 'not all cuts were made');
    proxy.close();
    await requireSame('parallel', bytes);
}

async function ofUnknownLength() {
    const bytes = data(3 * MIB + 5, 'deferred');
    const { Readable } = await import('node:stream');
    await upload(Readable.from([bytes]), endpoint, 'deferred', {
        chunkSize: MIB, uploadLengthDeferred: true,
    });
    await requireSame('deferred', bytes);
}

async function ended() {
    const job = await new Promise((resolve, reject) => {
        const begun = new tus.Upload(data(MIB, 'ended'), {
            ...usual(endpoint),
            metadata: { key: 'ended' },
            chunkSize: 100_000,
            onError: reject,
            onChunkComplete: () => begun.abort(true).then(() => resolve(begun), reject),
        });
        begun.start();
    });
    const gone = await call('GET', new URL(job.url).pathname.replace('/tus/', '/uploads/'));
    assert.equal(gone.status, 404, String(gone.body));
}

/** Numbered chunks in any order, several at once, some of them twice, whatever is cut. */
async function chunks() {
    const bytes = data(size, 'chunks');
    const chunk = MIB;
    const proxy = await cutter(places('chunks'));
    const body = JSON.stringify({
        key: 'chunks', size, chunk_size: chunk, digest: `sha256 ${Buffer.from(sha256(bytes), 'hex').toString('base64')}`,
    });
    const made = await call('POST', `/v1/buckets/${bucket}/uploads`, { body });
    assert.equal(made.status, 201, String(made.body));
    const { id, chunks: count } = JSON.parse(made.body);
    const next = dice('order');
    const queue = Array.from({ length: count }, (_, i) => i + 1);
    queue.push(...Array.from({ length: 10 }, () => 1 + Math.floor(next() * count)));
    queue.sort(() => next() - 0.5);

    const early = await call('POST', `/v1/uploads/${id}/complete`);
    assert.equal(early.status, 409, String(early.body));
    assert.equal(JSON.parse(early.body).details.missing, `1-${count}`);

    async function sender() {
        for (let number = queue.pop(); number !== undefined; number = queue.pop()) {
            const part = bytes.subarray((number - 1) * chunk, number * chunk);
            try {
                const put = await call('PUT', `/v1/uploads/${id}/chunks/${number}`, {
                    base: proxy.url, body: part,
                });
                assert.equal(put.status, 200, String(put.body));
            } catch (e) {
                assert.ok(e.code, e);
                queue.push(number);
            }
        }
    }
    await Promise.all([sender(), sender(), sender(), sender()]);
    assert.equal(proxy.cutsLeft(), 0, 'not all cuts were made');
    proxy.close();
    const done = await call('POST', `/v1/uploads/${id}/complete`);
    assert.equal(done.status, 201, String(done.body));
    await requireSame('chunks', bytes);
}

async function removal() {
    for (const key of ['long', 'many', 'parallel', 'deferred', 'chunks']) {
        assert.equal((await call('DELETE', `/${bucket}/${key}`)).status, 204);
    }
    const list = await call('GET', `/v1/buckets/${bucket}/uploads`);
    for (const { id } of JSON.parse(list.body).uploads) {
        assert.equal((await call('DELETE', `/v1/uploads/${id}`)).status, 204);
    }
    assert.equal((await call('DELETE', `/v1/buckets/${bucket}`)).status, 204);
}

await run([
    buckets, oneLongRequest, manyRequests, inParallel, ofUnknownLength, ended, chunks, removal,
]);
// tus-js-client goes on filling the requests that were cut, for minutes where they were long.
process.exit();
