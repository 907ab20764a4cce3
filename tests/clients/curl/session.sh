#!/usr/bin/env bash
# A session with curl: calls as documentation prints them, with the sandbox's URL and token in them.
set -u
. "$(dirname "$0")/check.sh"

api=$SANDBOX_URL
bearer="Authorization: Bearer $SANDBOX_TOKEN"
protocol='X-Restli-Protocol-Version: 2.0.0'
version="LinkedIn-Version: $LINKEDIN_VERSION"
json='Content-Type: application/json'
form='Content-Type: application/x-www-form-urlencoded'

check 'get: the default fields'
call "$api/v2/me" -H "$bearer"
answered 200
holds 'body["id"] == "qV3-mBx7Lw" and body["firstName"]["localized"]["de_DE"] == "Jürgen" and "positions" not in body'

check 'get: a projection by fields'
call "$api/rest/adAccounts/507300881?fields=id,name" -H "$bearer" -H "$protocol" -H "$version"
answered 200
holds 'body == {"id": 507300881, "name": "Okertal Railway Museum"}'

check 'get: a decoration'
call -X GET "$api/v2/me?projection=(id,profilePicture(displayImage~:playableStreams))" -H "$bearer" -H "$protocol"
answered 200
holds 'body["profilePicture"]["displayImage"] == "urn:li:digitalmediaAsset:C4D03AQcB_41"'
holds '[e["identifiers"][0]["identifier"].rsplit("/")[-1] for e in body["profilePicture"]["displayImage~"]["elements"]] == ["100.jpg", "200.jpg", "400.jpg", "800.jpg"]'

check 'finder: lists and records in a parameter'
call -X GET "$api/rest/adAccounts?q=search&search=(status:(values:List(ACTIVE,PENDING_DELETION)),reference:(values:List(urn%3Ali%3Aorganization%3A2414183)),test:false)" \
    -H "$bearer" -H "$protocol" -H "$version"
answered 200
holds '[e["name"] for e in body["elements"]] == ["Okertal Railway Museum"]'

check 'finder: pages along their links, with decorated elements'
next="/v2/connections?q=viewer&start=0&count=50&projection=(elements*(to~(id)),paging)"
pages=0
: >"$files/people"
while [ -n "$next" ] && [ $pages -lt 10 ]; do
    call "$api$next" -H "$bearer" -H "$protocol"
    answered 200
    holds 'body["paging"]["total"] == 120 and sum("to~" in e for e in body["elements"]) > 10'
    value '"\n".join(e["to"] for e in body["elements"])' >>"$files/people"
    next=$(value '"".join(l["href"] for l in body["paging"]["links"] if l["rel"] == "next")')
    pages=$((pages + 1))
done
[ $pages = 3 ] || wrong+=("there are $pages pages, not 3")
[ "$(sort -u "$files/people" | wc -l)" = 120 ] || wrong+=("they hold $(sort -u "$files/people" | wc -l) members, not 120")

check 'finder: pages by token'
drafts="$api/rest/adAccounts?q=search&search=(test:true,status:(values:List(DRAFT)))&pageSize=2&fields=id"
call "$drafts" -H "$bearer" -H "$protocol" -H "$version"
holds '[e["id"] for e in body["elements"]] == [507400001, 507400002]'
call "$drafts&pageToken=$(value 'body["metadata"]["nextPageToken"]')" -H "$bearer" -H "$protocol" -H "$version"
holds '[e["id"] for e in body["elements"]] == [507400003] and "nextPageToken" not in body.get("metadata", {})'

check 'create: the key comes in a header, and the entity is where the location says'
call -X POST "$api/rest/adAccounts" -H "$bearer" -H "$protocol" -H "$version" -H "$json" \
    -d '{"name": "Test Ad Account", "reference": "urn:li:organization:123", "status": "ACTIVE", "type": "BUSINESS", "test": true}'
answered 201
account=$(header X-RestLi-Id)
[ ! -s "$files/body" ] || wrong+=('there is a body')
call "$api$(header Location)" -H "$bearer" -H "$protocol" -H "$version"
answered 200
holds 'body["id"] == int(args[0]) and body["reference"] == "urn:li:organization:123"' "$account"

check 'partial update'
call -X POST "$api/rest/adAccounts/$account" -H "$bearer" -H "$protocol" -H "$version" -H "$json" \
    -H 'X-RestLi-Method: PARTIAL_UPDATE' -d '{"patch": {"$set": {"name": "Modified Test Ad Account"}, "$delete": ["reference"]}}'
answered 204
call "$api/rest/adAccounts?q=search&search=(name:(values:List(Modified%20Test%20Ad%20Account)))" -H "$bearer" -H "$protocol" -H "$version"
holds '[e["id"] for e in body["elements"]] == [int(args[0])] and "reference" not in body["elements"][0]' "$account"

check 'delete'
call -X DELETE "$api/rest/adAccounts/$account" -H "$bearer" -H "$protocol" -H "$version"
answered 204
call "$api/rest/adAccounts/$account" -H "$bearer" -H "$protocol" -H "$version"
answered 404

check 'create: a post, whose key is a URN'
call -X POST "$api/rest/posts" -H "$bearer" -H "$protocol" -H "$version" -H "$json" --data '{
  "author": "urn:li:organization:2414183",
  "commentary": "The signal box is open.",
  "visibility": "PUBLIC",
  "distribution": {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []},
  "lifecycleState": "PUBLISHED",
  "isReshareDisabledByAuthor": false
}'
answered 201
post=$(header x-restli-id)
[[ $post == urn:li:share:* ]] || wrong+=("the key is $post")
call "$api/rest/posts/${post//:/%3A}" -H "$bearer" -H "$protocol" -H "$version"
answered 200
holds 'body["commentary"] == "The signal box is open."'

check 'batch get: what is there and what is not'
call "$api/rest/adCampaignGroups?ids=List(600300101,17)&fields=name" -H "$bearer" -H "$protocol" -H "$version"
answered 200
holds 'body["results"] == {"600300101": {"name": "Season opening"}} and body["errors"]["17"]["status"] == 404'

check 'update: a key of two URNs'
user="$api/rest/adAccountUsers/(account:urn%3Ali%3AsponsoredAccount%3A507300881,user:urn%3Ali%3Aperson%3ALx9vE2-pH)"
for role in VIEWER:201 CREATIVE_MANAGER:204; do
    call -X PUT "$user" -H "$bearer" -H "$protocol" -H "$version" -H "$json" \
        -d "{\"account\": \"urn:li:sponsoredAccount:507300881\", \"user\": \"urn:li:person:Lx9vE2-pH\", \"role\": \"${role%:*}\"}"
    answered "${role#*:}"
done
call "$user?fields=role" -H "$bearer" -H "$protocol" -H "$version"
holds 'body == {"role": "CREATIVE_MANAGER"}'

check 'batch update and batch delete: keys of two URNs'
key='(campaign:urn%3Ali%3AsponsoredCampaign%3A600100501,conversion:urn%3Alla%3AllaPartnerConversion%3A456)'
entity='{"campaign": "urn:li:sponsoredCampaign:600100501", "conversion": "urn:lla:llaPartnerConversion:456"}'
call -X PUT "$api/rest/campaignConversions?ids=List($key)" -H "$bearer" -H "$protocol" -H "$version" -H "$json" \
    -H 'X-RestLi-Method: BATCH_UPDATE' -d "{\"entities\": {\"$key\": $entity}}"
answered 200
holds 'body["results"] == {args[0]: {"status": 201}}' "$key"
call -X DELETE "$api/rest/campaignConversions?ids=List($key)" -H "$bearer" -H "$protocol" -H "$version" -H 'X-RestLi-Method: BATCH_DELETE'
holds 'body["results"] == {args[0]: {"status": 204}}' "$key"

check 'batch create and batch partial update'
draft='{"account": "urn:li:sponsoredAccount:507300881", "name": "One", "status": "DRAFT", "runSchedule": {"start": 1811800800000}}'
call -X POST "$api/rest/adCampaignGroups" -H "$bearer" -H "$protocol" -H "$version" -H "$json" \
    -H 'X-RestLi-Method: BATCH_CREATE' -d "{\"elements\": [$draft, $draft]}"
answered 200
holds '[e["status"] for e in body["elements"]] == [201, 201]'
group=$(value 'body["elements"][0]["id"]')
call -X POST "$api/rest/adCampaignGroups?ids=List($group,17)" -H "$bearer" -H "$protocol" -H "$version" -H "$json" \
    -H 'X-RestLi-Method: BATCH_PARTIAL_UPDATE' \
    -d "{\"entities\": {\"$group\": {\"patch\": {\"\$set\": {\"status\": \"ACTIVE\"}}}, \"17\": {\"patch\": {\"\$set\": {\"status\": \"ACTIVE\"}}}}}"
holds 'body["results"] == {args[0]: {"status": 204}} and body["errors"]["17"]["status"] == 404' "$group"

check 'get all'
call "$api/v2/countries?start=0&count=15" -H "$bearer" -H "$protocol"
holds '[e["countryCode"] for e in body["elements"]] == ["de", "pt"]'

check 'batch finder: an answer for each criterion'
call "$api/rest/organizationAuthorizations?bq=authorizationActionsAndImpersonator&authorizationActions=List((authorizationAction:(organizationRoleAuthorizationAction:(actionType:ADMINISTRATOR_READ))),(authorizationAction:(organizationContentAuthorizationAction:(actionType:ORGANIC_SHARE_DELETE))))" \
    -H "$bearer" -H "$protocol" -H "$version"
answered 200
holds 'len(body["elements"]) == 2 and all("elements" in e for e in body["elements"])'

check 'action, upload of a picture, and waiting until it is there'
call -X POST "$api/rest/images?action=initializeUpload" -H "$bearer" -H "$protocol" -H "$version" -H "$json" \
    -d '{"initializeUploadRequest": {"owner": "urn:li:organization:2414183"}}'
answered 200
image=$(value 'body["value"]["image"]')
upload=$(value 'body["value"]["uploadUrl"]')
printf 'no picture' >"$files/picture.png"
call -i --upload-file "$files/picture.png" -H "$bearer" "$upload"
[[ $status == 20? ]] || wrong+=("the upload is answered $status")
for expected in PROCESSING AVAILABLE; do
    call "$api/rest/images/${image//:/%3A}" -H "$bearer" -H "$protocol" -H "$version"
    holds 'body["status"] == args[0]' $expected
done

check 'action: without parameters'
publishers="$api/rest/globalPublisherList?action=generatePublisherListDownloadUrl"
# `-X POST` alone says no length, which the service refuses.
call -X POST "$publishers" -H "$bearer" -H "$protocol" -H "$version"
answered 411
call -X POST "$publishers" -H "$bearer" -H "$protocol" -H "$version" -H 'Content-Length: 0'
holds 'body["value"] == "https://media.example.org/publishers.csv"'
call -X POST "$publishers" -H "$bearer" -H "$protocol" -H "$version" -H "$json" -d '{}'
holds 'body["value"] == "https://media.example.org/publishers.csv"'

ids="600300101,600300102,600300103,600300901,$(seq -s, 90000000000000 90000000000295)"

check 'tunnel: a query of more than 4000 characters'
call -X POST "$api/rest/adCampaignGroups" -H "$bearer" -H "$protocol" -H "$version" -H "$form" \
    -H 'X-HTTP-Method-Override: GET' -H 'X-RestLi-Method: BATCH_GET' --data "ids=List($ids)&fields=id"
answered 200
holds 'sorted(body["results"]) == ["600300101", "600300102", "600300103", "600300901"] and len(body["errors"]) == 296'

check 'tunnel: a query of more than 4000 characters, and a body'
budget='{"patch": {"$set": {"totalBudget": {"amount": "17", "currencyCode": "EUR"}}}}'
entities=$(printf '%s' "$ids" | tr , '\n' | sed "s|.*|\"&\": $budget|" | paste -sd,)
call -X POST "$api/rest/adCampaignGroups" -H "$bearer" -H "$protocol" -H "$version" \
    -H 'X-HTTP-Method-Override: POST' -H 'X-RestLi-Method: BATCH_PARTIAL_UPDATE' -H 'Content-Type: multipart/mixed; boundary=xyz' \
    --data-binary $'--xyz\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nids=List('"$ids"$')\r\n--xyz\r\nContent-Type: application/json\r\n\r\n{"entities": {'"$entities"$'}}\r\n--xyz--'
answered 200
holds 'sorted(body["results"]) == ["600300101", "600300102", "600300103", "600300901"] and len(body["errors"]) == 296'
call "$api/rest/adCampaignGroups/600300901?fields=totalBudget" -H "$bearer" -H "$protocol" -H "$version"
holds 'body["totalBudget"]["amount"] == "17"'

check 'the older protocol: lists are repeated, and the key has another header'
call "$api/v2/countries?ids=de&ids=fr" -H "$bearer"
holds 'list(body["results"]) == ["de"] and body["errors"]["fr"]["status"] == 404'
call -X POST "$api/v2/contactExporterTasks" -H "$bearer" -H 'X-Restli-Protocol-Version: 1.0.0' -H "$json" -d '{}'
answered 201
[[ $(header X-LinkedIn-Id) == AQFx* ]] || wrong+=('no X-LinkedIn-Id')

check 'refused: an entity and a resource that are not there'
call "$api/rest/adAccounts/17" -H "$bearer" -H "$protocol" -H "$version"
answered 404
[ "$(header X-RestLi-Error-Response)" = true ] || wrong+=('no X-RestLi-Error-Response')
call "$api/rest/adAcounts/507300881" -H "$bearer" -H "$protocol" -H "$version"
answered 404
says '/rest/adAccounts'

check "refused: no token, and one that is not the sandbox's"
call "$api/v2/me"
answered 401
call "$api/v2/me" -H 'Authorization: Bearer AQXnobody'
answered 401
holds 'body["serviceErrorCode"] == 65600'

check 'refused: a misspelt parameter, with what it should be and where that stands'
call "$api/rest/adAccounts?q=search&serch=(test:true)" -H "$bearer" -H "$protocol" -H "$version"
answered 400
says '`serch`'
says 'did you mean `search`'
says 'resources/ads/adAccounts.yaml:'

check 'refused: an entity without what it must have, and a body that is no JSON'
call -X POST "$api/rest/adAccounts" -H "$bearer" -H "$protocol" -H "$version" -H "$json" -d '{"name": "Nothing else"}'
answered 400
says '`type`'
call -X POST "$api/rest/adAccounts" -H "$bearer" -H "$protocol" -H "$version" -H "$json" -d "{'name': 'Quoted by the wrong shell'}"
answered 400

# What people get wrong with curl.

check 'CURL1: -d without a media type sends a form'
call -X POST "$api/rest/adAccounts" -H "$bearer" -H "$protocol" -H "$version" -d '{"name": "N", "type": "BUSINESS"}'
answered 415
says 'write `Content-Type: application/json`'

check 'CURL2: --data-urlencode escapes the grammar, and all becomes one text'
call -G "$api/rest/adAccounts" -d q=search --data-urlencode 'search=(test:true)' -H "$bearer" -H "$protocol" -H "$version"
answered 400
says '`search`'

check 'CURL3: brackets are for curl unless --globoff is given'
curl --silent --noproxy '*' "$api/v2/countries?ids[0]=de" -H "$bearer" >/dev/null
[ $? = 3 ] || wrong+=('curl takes them')
call --globoff "$api/v2/countries?ids[0]=de" -H "$bearer"
holds 'list(body["results"]) == ["de"]'

check 'CURL4: raw colons in a URN are grammar'
call "$api/rest/posts?q=author&author=urn:li:organization:2414183" -H "$bearer" -H "$protocol" -H "$version"
answered 400
says 'urn%3Ali%3Aorganization%3A2414183'

check 'what curl gets right: the empty text stays as it is written'
call "$api/rest/adTargetingEntities?q=typeahead&facet=urn%3Ali%3AadTargetingFacet%3Alocations&query=''&queryVersion=QUERY_USES_URNS" \
    -H "$bearer" -H "$protocol" -H "$version"
answered 200
holds 'len(body["elements"]) == 4'

finish
