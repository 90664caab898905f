// MinIO's client for JavaScript: objects, parts, links, forms, copies, tags, versions.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
    accessKeyId, agent, assert, bytes, endpoint, http, load, noise, prefix, refused, run, same,
    secretAccessKey, trickle, work,
} from './lib.mjs';

const minio = load('minio');
const client = new minio.Client({
    endPoint: endpoint.hostname,
    port: Number(endpoint.port),
    useSSL: endpoint.protocol === 'https:',
    accessKey: accessKeyId,
    secretKey: secretAccessKey,
    partSize: 5 * 1024 * 1024,
    transportAgent: agent,
});
const bucket = `${prefix}-minio-js`;

const read = async (key, options) => bytes(await client.getObject(bucket, key, options));
const list = async (stream) => {
    const found = [];
    for await (const each of stream) {
        found.push(each);
    }
    return found;
};

async function buckets() {
    assert.equal(await client.bucketExists(bucket), false);
    await client.makeBucket(bucket, 'us-east-1');
    assert.equal(await client.bucketExists(bucket), true);
    assert.ok((await client.listBuckets()).some(({ name }) => name === bucket));
}

async function objects() {
    const data = noise(200_000, 'objects');
    const meta = { 'Content-Type': 'text/x-mud', 'x-amz-meta-colour': 'grey' };
    await client.putObject(bucket, "dir/ü +'%.bin", data, data.length, meta);
    same(await read("dir/ü +'%.bin"), data, 'the object');
    const stat = await client.statObject(bucket, "dir/ü +'%.bin");
    assert.equal(stat.size, data.length);
    assert.deepEqual([stat.metaData['content-type'], stat.metaData.colour], ['text/x-mud', 'grey']);
    same(
        await bytes(await client.getPartialObject(bucket, "dir/ü +'%.bin", 500, 700)),
        data.subarray(500, 1200), 'a range');
    await refused('NotFound', client.statObject(bucket, 'none'));
    await refused('NoSuchKey', client.getObject(bucket, 'none'));
    await client.putObject(bucket, 'empty', '');
    same(await read('empty'), Buffer.alloc(0), 'the empty object');
}

async function parts() {
    const data = noise(12 * 1024 * 1024 + 9, 'parts');
    writeFileSync(join(work, 'up.bin'), data);
    await client.fPutObject(bucket, 'big.bin', join(work, 'up.bin'));
    await client.fGetObject(bucket, 'big.bin', join(work, 'down.bin'));
    same(readFileSync(join(work, 'down.bin')), data, 'the big object');
    await client.putObject(bucket, 'stream.bin', trickle(data));
    same(await read('stream.bin'), data, 'the stream of unknown length');
    const upload = await client.initiateNewMultipartUpload(bucket, 'never.bin', {});
    assert.ok(upload);
    assert.deepEqual(
        (await list(client.listIncompleteUploads(bucket, 'never', true))).map(({ key }) => key),
        ['never.bin']);
    await client.removeIncompleteUpload(bucket, 'never.bin');
    assert.deepEqual(await list(client.listIncompleteUploads(bucket, '', true)), []);
}

async function copies() {
    await client.copyObject(bucket, 'copy ü.bin', `/${bucket}/dir/ü +'%.bin`);
    same(await read('copy ü.bin'), noise(200_000, 'objects'), 'the copy');
    // Names of sources go out as they are here, so that only plain ones work.
    await client.copyObject(bucket, 'copy.bin', `/${bucket}/copy ü.bin`);
    const source = (Object) => new minio.CopySourceOptions({ Bucket: bucket, Object });
    await client.composeObject(
        new minio.CopyDestinationOptions({ Bucket: bucket, Object: 'composed.bin' }),
        [source('big.bin'), source('copy.bin')]);
    same(
        await read('composed.bin'),
        Buffer.concat([noise(12 * 1024 * 1024 + 9, 'parts'), noise(200_000, 'objects')]),
        'the composed object');
}

async function links() {
    const key = "dir/it's a+b.txt";
    const body = Buffer.from('through a link');
    const put = await client.presignedPutObject(bucket, key, 60);
    const headers = { 'content-length': body.length };
    const answer = await http(put, { method: 'PUT', headers, body });
    assert.equal(answer.status, 200, String(answer.body));
    same((await http(await client.presignedGetObject(bucket, key, 60))).body, body, 'what the link gives');

    const policy = client.newPostPolicy();
    policy.setBucket(bucket);
    policy.setKey('form.txt');
    policy.setContentLengthRange(1, 100);
    policy.setExpires(new Date(Date.now() + 60_000));
    const { postURL, formData } = await client.presignedPostPolicy(policy);
    const fields = Object.entries(formData).map(([name, value]) =>
        `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
    const post = (text) => http(postURL, {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        body: `${fields.join('')}--b\r\nContent-Disposition: form-data; name="file"; filename="f"`
            + `\r\n\r\n${text}\r\n--b--\r\n`,
    });
    assert.equal((await post('silt')).status, 204);
    assert.equal(String(await read('form.txt')), 'silt');
    assert.equal((await post('x'.repeat(101))).status, 400);
}

async function listings() {
    for (const key of ['l/a b', 'l/a+b', 'l/sub/1', 'l/<&>']) {
        await client.putObject(bucket, key, key);
    }
    const flat = await list(client.listObjectsV2(bucket, 'l/', true));
    assert.deepEqual(flat.map(({ name }) => name), ['l/<&>', 'l/a b', 'l/a+b', 'l/sub/1']);
    const top = await list(client.listObjects(bucket, 'l/', false));
    assert.deepEqual(top.map(({ name, prefix: folder }) => name ?? folder).sort(),
        ['l/<&>', 'l/a b', 'l/a+b', 'l/sub/']);
    await client.setObjectTagging(bucket, 'l/a b', { layer: 'clay' });
    assert.deepEqual(await client.getObjectTagging(bucket, 'l/a b'), [{ Key: 'layer', Value: 'clay' }]);
    await client.setBucketTagging(bucket, { team: 'lake' });
    assert.deepEqual(await client.getBucketTagging(bucket), [{ Key: 'team', Value: 'lake' }]);
}

async function versions() {
    await client.setBucketVersioning(bucket, { Status: 'Enabled' });
    assert.equal((await client.getBucketVersioning(bucket)).Status, 'Enabled');
    const { versionId } = await client.putObject(bucket, 'v', 'one');
    await client.putObject(bucket, 'v', 'two');
    await client.removeObject(bucket, 'v');
    await refused('NoSuchKey', client.getObject(bucket, 'v'));
    assert.equal(String(await read('v', { versionId })), 'one');
}

async function removal() {
    const all = await list(client.listObjects(bucket, '', true, { IncludeVersion: true }));
    assert.ok(all.filter(({ name }) => name === 'v').length === 3);
    const failed = await client.removeObjects(bucket, all.map(({ name, versionId }) => ({ name, versionId })));
    assert.deepEqual(failed.filter((each) => each?.Error ?? each?.Code), []);
    await client.removeBucket(bucket);
    assert.equal(await client.bucketExists(bucket), false);
}

await run([buckets, objects, parts, copies, links, listings, versions, removal]);
