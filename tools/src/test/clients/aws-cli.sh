#!/usr/bin/env bash
# AWS CLI: the high-level s3 commands, and S3's own operations. AWS names the program.
. "$(dirname "$0")/lib.sh"

program=${AWS:-aws}
bucket=$BUCKET_PREFIX-aws
versioned=$BUCKET_PREFIX-aws-versions

aws() {
    command "$program" --endpoint-url "$ENDPOINT" "$@"
}

api() {
    aws s3api "$@" --output text
}

# Whether this release of the CLI knows a parameter of an operation.
knows() {
    command "$program" s3api "$1" --generate-cli-skeleton | grep "\"$2\"" >/dev/null
}

copies() {
    step "mb, and cp of a small file"
    aws s3 mb "s3://$bucket"
    echo "hello, lake" >small.txt
    aws s3 cp --only-show-errors small.txt "s3://$bucket/dir/small.txt" \
        --content-type 'text/plain; charset=UTF-8' --metadata colour=grey --cache-control max-age=60
    aws s3 cp --only-show-errors "s3://$bucket/dir/small.txt" back.txt
    same small.txt back.txt
    equal "$(api head-object --bucket "$bucket" --key dir/small.txt \
        --query '[ContentType,Metadata.colour,CacheControl,ContentLength]')" \
        "$(printf 'text/plain; charset=UTF-8\tgrey\tmax-age=60\t12')" "what HEAD says"

    step "cp through pipes"
    noise 100000 pipe >pipe.bin
    aws s3 cp --only-show-errors - "s3://$bucket/pipe.bin" <pipe.bin
    aws s3 cp --only-show-errors "s3://$bucket/pipe.bin" - >pipe.back
    same pipe.bin pipe.back

    step "cp of 20 MB in parts, up, down, and inside the server"
    noise 20971520 big >big.bin
    aws s3 cp --only-show-errors big.bin "s3://$bucket/big.bin"
    [[ $(api head-object --bucket "$bucket" --key big.bin --query ETag) == *-3\" ]] ||
        fail "20 MiB did not go up in three parts"
    aws s3 cp --only-show-errors "s3://$bucket/big.bin" "s3://$bucket/copy of big.bin"
    aws s3 mv --only-show-errors "s3://$bucket/copy of big.bin" "s3://$bucket/moved.bin"
    aws s3 cp --only-show-errors "s3://$bucket/moved.bin" big.back
    same big.bin big.back
    refused 404 aws s3api head-object --bucket "$bucket" --key 'copy of big.bin'
}

syncs() {
    step "sync up, and down again"
    tree up
    aws s3 sync --only-show-errors up "s3://$bucket/tree"
    aws s3 sync --only-show-errors "s3://$bucket/tree" down
    alike up down
    equal "$(aws s3 ls --recursive "s3://$bucket/tree/" | wc -l)" 6 "the number of files listed"
    equal "$(aws s3 ls "s3://$bucket/tree/" | awk '$1 == "PRE" { print $2 }' | tr '\n' ' ')" \
        "sub/ ünï/ " "the folders listed"

    step "sync both ways with --delete"
    rm up/one.txt
    echo changed >up/empty
    echo new >up/new.txt
    # Times of objects are whole seconds: what was written within this one would look newer.
    touch -d '1 minute ago' up/empty up/new.txt
    aws s3 sync --only-show-errors --delete up "s3://$bucket/tree"
    echo stray >down/stray.txt
    aws s3 sync --only-show-errors --delete "s3://$bucket/tree" down
    alike up down
    equal "$(aws s3 sync --delete up "s3://$bucket/tree")" "" "what a second sync does"
}

presigns() {
    step "presigned links, fetched with curl"
    fetch -o presigned.txt "$(aws s3 presign --expires-in 60 "s3://$bucket/dir/small.txt")"
    same small.txt presigned.txt
    refused AccessDenied fetch "$ENDPOINT/$bucket/dir/small.txt"
    local link
    link=$(aws s3 presign "s3://$bucket/dir/small.txt")
    refused SignatureDoesNotMatch fetch "${link/small.txt/other.txt}"
}

objects() {
    step "s3api: put, get, head, ranges, conditions"
    local etag
    etag=$(api put-object --bucket "$bucket" --key api/one --body small.txt --query ETag)
    equal "$etag" "\"$(md5sum <small.txt | cut -d ' ' -f 1)\"" "the ETag"
    api get-object --bucket "$bucket" --key api/one --range bytes=7-10 range.txt >/dev/null
    equal "$(cat range.txt)" lake "the range"
    api get-object --bucket "$bucket" --key api/one --if-match "$etag" match.txt >/dev/null
    same small.txt match.txt
    refused 304 aws s3api get-object --bucket "$bucket" --key api/one --if-none-match "$etag" none
    refused 412 aws s3api head-object --bucket "$bucket" --key api/one --if-match '"other"'
    refused NoSuchKey aws s3api get-object --bucket "$bucket" --key api/none none
    refused NoSuchBucket aws s3api list-objects-v2 --bucket "$bucket-none"
    if knows put-object IfNoneMatch; then
        refused PreconditionFailed aws s3api put-object --bucket "$bucket" --key api/one \
            --body big.bin --if-none-match '*'
        api put-object --bucket "$bucket" --key api/once --body small.txt --if-none-match '*' \
            >/dev/null
    fi

    step "s3api: checksums and attributes"
    api put-object --bucket "$bucket" --key api/sum --body small.txt --checksum-algorithm SHA256 \
        >/dev/null
    local sum
    sum=$(openssl dgst -sha256 -binary small.txt | base64)
    equal "$(api head-object --bucket "$bucket" --key api/sum --checksum-mode ENABLED \
        --query ChecksumSHA256)" "$sum" "the checksum of HEAD"
    equal "$(api get-object-attributes --bucket "$bucket" --key api/sum \
        --object-attributes Checksum ObjectSize StorageClass \
        --query '[Checksum.ChecksumSHA256,ObjectSize,StorageClass]')" \
        "$(printf '%s\t12\tSTANDARD' "$sum")" "the attributes"

    step "s3api: copies, tags"
    api copy-object --copy-source "$bucket/api/one" --bucket "$bucket" --key 'api/ü copy' \
        --metadata-directive REPLACE --metadata made=copy >/dev/null
    equal "$(api head-object --bucket "$bucket" --key 'api/ü copy' --query Metadata.made)" copy \
        "metadata of the copy"
    api get-object --bucket "$bucket" --key 'api/ü copy' copied.txt >/dev/null
    same small.txt copied.txt
    api put-object-tagging --bucket "$bucket" --key api/one \
        --tagging 'TagSet=[{Key=layer,Value=clay + silt=mud},{Key=year,Value=1200}]'
    equal "$(api get-object-tagging --bucket "$bucket" --key api/one \
        --query 'TagSet[?Key==`layer`].Value')" "clay + silt=mud" "the tag"
    api delete-object-tagging --bucket "$bucket" --key api/one
    equal "$(api get-object-tagging --bucket "$bucket" --key api/one --query 'length(TagSet)')" 0 \
        "the number of tags left"
    refused NoSuchTagSet aws s3api get-bucket-tagging --bucket "$bucket"
    api put-bucket-tagging --bucket "$bucket" --tagging 'TagSet=[{Key=team,Value=lake}]'
    equal "$(api get-bucket-tagging --bucket "$bucket" --query 'TagSet[0].Value')" lake "the tag"

    step "s3api: listings in pages"
    equal "$(aws s3api list-objects-v2 --bucket "$bucket" --prefix api/ --page-size 2 \
        --output json --query 'Contents[].Key')" \
        "$(aws s3api list-objects --bucket "$bucket" --prefix api/ \
            --output json --query 'Contents[].Key')" \
        "what pages of two keys hold"
    equal "$(api list-objects-v2 --bucket "$bucket" --delimiter / \
        --query 'CommonPrefixes[].Prefix')" "$(printf 'api/\tdir/\ttree/')" "the common prefixes"
}

parts() {
    step "s3api: an upload in parts by hand, with a part copied"
    local id part1 part2
    noise 5242880 part >part1.bin
    id=$(api create-multipart-upload --bucket "$bucket" --key parts.bin --query UploadId)
    part1=$(api upload-part --bucket "$bucket" --key parts.bin --upload-id "$id" \
        --part-number 1 --body part1.bin --query ETag)
    part2=$(api upload-part-copy --bucket "$bucket" --key parts.bin --upload-id "$id" \
        --part-number 4 --copy-source "$bucket/big.bin" --copy-source-range bytes=100-199 \
        --query CopyPartResult.ETag)
    equal "$(api list-parts --bucket "$bucket" --key parts.bin --upload-id "$id" \
        --query 'Parts[].[PartNumber,Size]')" "$(printf '1\t5242880\n4\t100')" "the parts"
    equal "$(api list-multipart-uploads --bucket "$bucket" --query 'Uploads[].Key')" parts.bin \
        "the uploads under way"
    cat >complete.json <<END
{"Parts": [{"PartNumber": 1, "ETag": $part1}, {"PartNumber": 4, "ETag": $part2}]}
END
    api complete-multipart-upload --bucket "$bucket" --key parts.bin --upload-id "$id" \
        --multipart-upload file://complete.json >/dev/null
    aws s3 cp --only-show-errors "s3://$bucket/parts.bin" parts.back
    { cat part1.bin && slice big.bin 100 100; } >parts.bin
    same parts.bin parts.back

    step "s3api: an upload given up"
    id=$(api create-multipart-upload --bucket "$bucket" --key gone.bin --query UploadId)
    api abort-multipart-upload --bucket "$bucket" --key gone.bin --upload-id "$id"
    refused NoSuchUpload aws s3api list-parts --bucket "$bucket" --key gone.bin --upload-id "$id"
}

versions() {
    step "s3api: versions and delete markers"
    api create-bucket --bucket "$versioned" >/dev/null
    api put-bucket-versioning --bucket "$versioned" --versioning-configuration Status=Enabled
    equal "$(api get-bucket-versioning --bucket "$versioned" --query Status)" Enabled "versioning"
    local first
    first=$(api put-object --bucket "$versioned" --key k --body small.txt --query VersionId)
    api put-object --bucket "$versioned" --key k --body pipe.bin >/dev/null
    api get-object --bucket "$versioned" --key k --version-id "$first" first.txt >/dev/null
    same small.txt first.txt
    equal "$(api delete-object --bucket "$versioned" --key k --query DeleteMarker)" True \
        "what a delete leaves"
    refused NoSuchKey aws s3api get-object --bucket "$versioned" --key k none
    equal "$(api list-object-versions --bucket "$versioned" \
        --query '[length(Versions),length(DeleteMarkers),DeleteMarkers[0].IsLatest]')" \
        "$(printf '2\t1\tTrue')" "versions, markers, and which is latest"
    refused BucketNotEmpty aws s3api delete-bucket --bucket "$versioned"

    step "a bucket as it was: a deleted tree comes back byte for byte"
    local view
    aws s3 sync --only-show-errors --delete up "s3://$bucket/tree"
    view=$bucket--at--$(moment)
    aws s3 rm --only-show-errors --recursive "s3://$bucket/tree"
    echo "written since" | aws s3 cp --only-show-errors - "s3://$bucket/tree/since"
    aws s3 sync --only-show-errors "s3://$view/tree" restored
    alike up restored
    api head-bucket --bucket "$view" >/dev/null
    api get-bucket-location --bucket "$view" >/dev/null
    equal "$(aws s3 ls --recursive "s3://$view/tree/" | wc -l)" "$(find up -type f | wc -l)" \
        "the number of files listed"
    equal "$(api list-object-versions --bucket "$view" --prefix tree/one \
        --query '[Versions[].Key,DeleteMarkers]')" \
        "$(api list-object-versions --bucket "$view" --prefix tree/one.txt \
            --query '[Versions[].Key,DeleteMarkers]')" "its versions"
    aws s3 sync --only-show-errors "s3://$view/tree" "s3://$bucket/tree"
    aws s3 rm --only-show-errors "s3://$bucket/tree/since"
    aws s3 sync --only-show-errors "s3://$bucket/tree" again
    alike up again
    refused MethodNotAllowed aws s3 cp small.txt "s3://$view/small.txt"
    refused MethodNotAllowed aws s3 cp big.bin "s3://$view/big.bin"
    refused MethodNotAllowed aws s3 rm "s3://$view/tree/one.txt"
    refused MethodNotAllowed aws s3 rb "s3://$view"
    refused MethodNotAllowed aws s3api put-object-tagging --bucket "$view" --key tree/one.txt \
        --tagging 'TagSet=[{Key=a,Value=b}]'

    step "s3api: delete-objects, then the buckets"
    aws s3api list-object-versions --bucket "$versioned" --output json --query \
        '{Objects: [Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}}' >all.json
    equal "$(api delete-objects --bucket "$versioned" --delete file://all.json \
        --query '[length(Deleted),Errors]')" "$(printf '3\tNone')" "deleted versions and errors"
    aws s3 rb "s3://$versioned"
    aws s3 rb --force "s3://$bucket" >/dev/null
    refused 404 aws s3api head-bucket --bucket "$bucket"
}

copies
syncs
presigns
objects
parts
versions
