// AWS SDK for JavaScript v3: bodies, streams, checksums, links, listings, versions.
import { createHash } from 'node:crypto';
import {
    accessKeyId, agent, assert, bytes, endpoint, http, load, noise, prefix, refused, run, same,
    secretAccessKey, trickle,
} from './lib.mjs';

const {
    S3Client, CopyObjectCommand, CreateBucketCommand, DeleteBucketCommand, DeleteObjectCommand,
    DeleteObjectsCommand, GetBucketVersioningCommand, GetObjectAttributesCommand, GetObjectCommand,
    GetObjectTaggingCommand, HeadObjectCommand, ListBucketsCommand, ListObjectVersionsCommand,
    PutBucketVersioningCommand, PutObjectCommand, PutObjectTaggingCommand, paginateListObjectsV2,
} = load('@aws-sdk/client-s3');
const { Upload } = load('@aws-sdk/lib-storage');
const { getSignedUrl } = load('@aws-sdk/s3-request-presigner');

const s3 = new S3Client({
    endpoint: endpoint.href,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    maxAttempts: 1,
    requestHandler: agent ? { httpsAgent: agent } : {},
});
const Bucket = `${prefix}-js`;

const send = (Command, input) => s3.send(new Command({ Bucket, ...input }));

async function read(Key, more = {}) {
    const answer = await send(GetObjectCommand, { Key, ...more });
    return Buffer.from(await answer.Body.transformToByteArray());
}

async function buckets() {
    await send(CreateBucketCommand, {});
    const { Buckets, Owner } = await s3.send(new ListBucketsCommand({}));
    assert.ok(Buckets.some(({ Name }) => Name === Bucket));
    assert.ok(Owner.ID);
    await refused('NoSuchBucket', s3.send(new GetObjectCommand({ Bucket: `${Bucket}-none`, Key: 'k' })));
}

async function bodies() {
    const data = noise(300_000, 'bodies');
    const put = await send(PutObjectCommand, {
        Key: 'dir/ü +%.bin', Body: data, ContentType: 'text/x-mud', Metadata: { colour: 'grey' },
    });
    assert.equal(put.ETag, `"${createHash('md5').update(data).digest('hex')}"`);
    assert.ok(put.ChecksumCRC32, 'the SDK sent no checksum of its own accord');
    const got = await send(GetObjectCommand, { Key: 'dir/ü +%.bin' });
    assert.deepEqual([got.ContentType, got.Metadata], ['text/x-mud', { colour: 'grey' }]);
    same(await got.Body.transformToByteArray(), data, 'the object');
    same(await read('dir/ü +%.bin', { Range: 'bytes=1000-1999' }), data.subarray(1000, 2000), 'a range');
    await refused('NoSuchKey', read('none'));

    await send(PutObjectCommand, { Key: 'stream', Body: trickle(data), ContentLength: data.length });
    same(await read('stream'), data, 'the stream');
    await send(PutObjectCommand, { Key: 'empty', Body: '' });
    same(await read('empty'), Buffer.alloc(0), 'the empty object');
    await refused('PreconditionFailed',
        send(PutObjectCommand, { Key: 'stream', Body: 'x', IfNoneMatch: '*' }));
}

async function checksums() {
    const data = noise(100_000, 'sums');
    const sha256 = createHash('sha256').update(data).digest('base64');
    for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'SHA1', 'SHA256']) {
        const field = `Checksum${ChecksumAlgorithm}`;
        for (const [way, Body] of [['bytes', data], ['stream', trickle(data)]]) {
            const Key = `sum/${ChecksumAlgorithm}-${way}`;
            const put = await send(PutObjectCommand, {
                Key, Body, ChecksumAlgorithm, ContentLength: data.length,
            });
            assert.ok(put[field], `no ${field} for ${Key}`);
            const got = await send(GetObjectCommand, { Key, ChecksumMode: 'ENABLED' });
            assert.equal(got[field], put[field]);
            same(await got.Body.transformToByteArray(), data, Key);
        }
    }
    assert.equal(
        (await send(HeadObjectCommand, { Key: 'sum/SHA256-stream', ChecksumMode: 'ENABLED' })).ChecksumSHA256,
        sha256);
    const attributes = await send(GetObjectAttributesCommand, {
        Key: 'sum/SHA256-bytes', ObjectAttributes: ['Checksum', 'ObjectSize'],
    });
    assert.deepEqual(
        [attributes.Checksum.ChecksumSHA256, attributes.ObjectSize], [sha256, data.length]);
    await refused('BadDigest',
        send(PutObjectCommand, { Key: 'sum/bad', Body: 'other', ChecksumSHA256: sha256 }));
    await refused('NoSuchKey', read('sum/bad'));
}

async function uploads() {
    const data = noise(12 * 1024 * 1024 + 5, 'upload');
    const upload = new Upload({
        client: s3,
        params: { Bucket, Key: 'upload.bin', Body: trickle(data), ContentType: 'text/x-mud' },
        partSize: 5 * 1024 * 1024,
        queueSize: 3,
    });
    const done = await upload.done();
    assert.match(done.ETag, /-3"$/);
    const got = await send(GetObjectCommand, { Key: 'upload.bin' });
    assert.equal(got.ContentType, 'text/x-mud');
    same(await bytes(got.Body), data, 'the upload');
    same(await read('upload.bin', { PartNumber: 3 }), data.subarray(10 * 1024 * 1024), 'the last part');
    await send(CopyObjectCommand, { Key: 'copy ü.bin', CopySource: `${Bucket}/upload.bin` });
    same(await read('copy ü.bin'), data, 'the copy');
}

async function links() {
    const name = { Bucket, Key: "dir/it's a+b.txt" };
    const put = await getSignedUrl(s3, new PutObjectCommand(name), { expiresIn: 60 });
    const body = Buffer.from('through a link');
    const headers = { 'content-length': body.length };
    const answer = await http(put, { method: 'PUT', headers, body });
    assert.equal(answer.status, 200, String(answer.body));
    const get = await getSignedUrl(s3, new GetObjectCommand(name), { expiresIn: 60 });
    same((await http(get)).body, body, 'what the link gives');
    const other = await http(get.replace('/dir/', '/rid/'));
    assert.equal(other.status, 403);
    assert.match(String(other.body), /<Code>SignatureDoesNotMatch</);
}

async function listings() {
    const keys = [];
    for (const Key of ['l/a b', 'l/a+b', 'l/é', 'l/sub/1', 'l/sub/2', 'l/<&>']) {
        await send(PutObjectCommand, { Key, Body: Key });
        keys.push(Key);
    }
    keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const listed = [];
    const pages = paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket, Prefix: 'l/' });
    for await (const page of pages) {
        listed.push(...page.Contents.map(({ Key }) => Key));
    }
    assert.deepEqual(listed, keys);
    await send(PutObjectTaggingCommand, { Key: 'l/é', Tagging: { TagSet: [{ Key: 'ä', Value: 'ö ü' }] } });
    assert.deepEqual(
        (await send(GetObjectTaggingCommand, { Key: 'l/é' })).TagSet, [{ Key: 'ä', Value: 'ö ü' }]);
}

async function versions() {
    await send(PutBucketVersioningCommand, { VersioningConfiguration: { Status: 'Enabled' } });
    assert.equal((await send(GetBucketVersioningCommand, {})).Status, 'Enabled');
    const one = await send(PutObjectCommand, { Key: 'v', Body: 'one' });
    await send(PutObjectCommand, { Key: 'v', Body: 'two' });
    const marker = await send(DeleteObjectCommand, { Key: 'v' });
    assert.equal(marker.DeleteMarker, true);
    await refused('NoSuchKey', read('v'));
    assert.equal(String(await read('v', { VersionId: one.VersionId })), 'one');
    const { Versions, DeleteMarkers } = await send(ListObjectVersionsCommand, { Prefix: 'v' });
    assert.deepEqual([Versions.length, DeleteMarkers.length], [2, 1]);
}

async function removal() {
    const { Versions, DeleteMarkers } = await send(ListObjectVersionsCommand, {});
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    const { Deleted, Errors } = await send(DeleteObjectsCommand, { Delete: { Objects } });
    assert.deepEqual([Deleted.length, Errors ?? []], [Objects.length, []]);
    await send(DeleteBucketCommand, {});
}

await run([buckets, bodies, checksums, uploads, links, listings, versions, removal]);
s3.destroy();
