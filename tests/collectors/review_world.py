"""The made-up topics as reviews with one reply each: App Store, Google Play, Trustpilot, by their documented APIs."""

import json
from functools import cache

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.collectors.thread_world import ThreadServer, number
from tests.collectors.web_world import iso, person, unix
from voxpop.pipeline.demo.servers.base import Reply

APP, PACKAGE, BUSINESS = "1234567890", "org.larkspur.app", "0123456789abcdef01234567"
TRUSTPILOT_KEY, KEY_ID, ISSUER = "made-up-trustpilot-key", "LKKEY", "made-up-issuer"
PLAY_TOKEN, ROBOT = "made-up-play-token", "reader@larkspur.example"


@cache
def private_key(kind):
    """A key of our own, as its file has it."""
    key = ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


def public_key(kind):
    return serialization.load_pem_private_key(private_key(kind).encode(), None).public_key()


class ReviewServer(ThreadServer):
    """One reply to each topic."""

    replies = 1

    def reply(self, topic):
        return next(iter(self.of(topic)), None)


class AppStoreServer(ReviewServer):
    """Replies stand beside a page of reviews; the next page is an address."""

    def secrets(self):
        return {"VOXPOP_APPSTORE_KEY": private_key("ec")}

    def respond(self, method, path, query, headers, body):
        self.asked = {name: values[0] for name, values in query.items()}
        token = headers.get("authorization", "").removeprefix("Bearer ")
        try:
            jwt.decode(
                token,
                public_key("ec"),
                ["ES256"],
                audience="appstoreconnect-v1",
                issuer=ISSUER,
                options={"verify_exp": False, "verify_iat": False},
            )
        except jwt.PyJWTError:
            return Reply.json({"errors": [{"status": "401", "code": "NOT_AUTHORIZED"}]}, 401)
        match path.strip("/").split("/"):
            case ["v1", "apps", app, "customerReviews"] if app == APP:
                at = int(self.asked.get("cursor", 0))
                page, after = self.page(list(reversed(self.topics)), at)
                following = {"next": f"{self.url}{path}?cursor={after}"} if after else {}
                return Reply.json(
                    {"data": [self.review(p) for p in page], "included": self.beside(page), "links": following}
                )
            case ["v1", "customerReviews", n] if topic := self.topic(n):
                return Reply.json({"data": self.review(topic), "included": self.beside([topic])})
        return Reply(404)

    def review(self, p):
        held = {"data": {"type": "customerReviewResponses", "id": f"r{number(p)}"} if self.reply(p) else None}
        return {
            "type": "customerReviews", "id": str(number(p)), "relationships": {"response": held},
            "attributes": {
                "rating": number(p) % 5 + 1, "title": p.title, "body": p.text, "reviewerNickname": person(p)[1],
                "createdDate": iso(p.created_at), "territory": "DEU",
            },
        }  # fmt: skip

    def beside(self, topics):
        return [
            {
                "type": "customerReviewResponses", "id": f"r{number(t)}",
                "attributes": {"responseBody": reply.text, "lastModifiedDate": iso(reply.created_at), "state": "PUBLISHED"},
            }
            for t in topics
            if (reply := self.reply(t))
        ]  # fmt: skip


class GooglePlayServer(ReviewServer):
    """A token for a signed claim; then reviews with both sides of the talk as a list of comments."""

    def secrets(self):
        held = {"client_email": ROBOT, "private_key": private_key("rsa"), "token_uri": f"{self.url}/token"}
        return {"VOXPOP_GOOGLEPLAY_ACCOUNT": json.dumps(held)}

    def respond(self, method, path, query, headers, body):
        self.asked = {name: values[0] for name, values in query.items()}
        if path == "/token":
            claim = body.decode().partition("assertion=")[2]
            told = jwt.decode(
                claim,
                public_key("rsa"),
                ["RS256"],
                audience=f"{self.url}/token",
                options={"verify_exp": False, "verify_iat": False},
            )
            return Reply.json({"access_token": PLAY_TOKEN} if told["iss"] == ROBOT else {}, 200)
        if headers.get("authorization") != f"Bearer {PLAY_TOKEN}":
            return Reply.json({"error": {"code": 401}}, 401)
        match path.strip("/").split("/")[4:]:
            case ["reviews"]:
                page, after = self.page(self.topics, int(self.asked.get("token", 0)))
                following = {"tokenPagination": {"nextPageToken": str(after)}} if after else {}
                return Reply.json({"reviews": [self.review(p) for p in page], **following})
            case ["reviews", n] if topic := self.topic(n):
                return Reply.json(self.review(topic))
        return Reply(404)

    def review(self, p):
        told = {
            "text": f"{p.title}\t{p.text}", "lastModified": {"seconds": str(unix(p.created_at)), "nanos": 0}, "starRating": 4,
            "reviewerLanguage": "en", "thumbsUpCount": p.likes + 1, "appVersionName": "4.2",
        }  # fmt: skip
        comments = [{"userComment": told}]
        if reply := self.reply(p):
            when = {"seconds": str(unix(reply.created_at)), "nanos": 0}
            comments.append({"developerComment": {"text": reply.text, "lastModified": when}})
        return {"reviewId": str(number(p)), "authorName": person(p)[1], "comments": comments}


class TrustpilotServer(ReviewServer):
    """Pages by number; the reply stands in its review."""

    secret = ("apikey", TRUSTPILOT_KEY)

    def answer(self, path):
        match path.strip("/").split("/"):
            case ["v1", "business-units", unit, "reviews"] if unit == BUSINESS:
                page, _ = self.page(list(reversed(self.topics)), (int(self.asked["page"]) - 1) * self.size)
                return Reply.json({"reviews": [self.review(p) for p in page], "links": []})
            case ["v1", "reviews", n] if topic := self.topic(n):
                return Reply.json(self.review(topic))
        return Reply(404)

    def review(self, p):
        reply = self.reply(p)
        told = {"text": reply.text, "createdAt": iso(reply.created_at), "updatedAt": None} if reply else None
        return {
            "id": str(number(p)), "consumer": {"id": f"c{person(p)[0]}", "displayName": person(p)[1]}, "stars": 2, "title": p.title,
            "text": p.text, "language": "en", "createdAt": iso(p.created_at), "updatedAt": None, "companyReply": told,
            "isVerified": True, "numberOfLikes": p.likes + 1, "status": "active",
        }  # fmt: skip


SERVERS = {"appstore": AppStoreServer, "googleplay": GooglePlayServer, "trustpilot": TrustpilotServer}
OPTIONS = {
    "appstore": lambda url: {"app": APP, "api_url": url},
    "googleplay": lambda url: {"package": PACKAGE, "api_url": url},
    "trustpilot": lambda url: {"business": BUSINESS, "api_url": url},
}


SECRETS = {
    "VOXPOP_APPSTORE_KEY_ID": KEY_ID,
    "VOXPOP_APPSTORE_ISSUER": ISSUER,
    "VOXPOP_TRUSTPILOT_KEY": TRUSTPILOT_KEY,
}
