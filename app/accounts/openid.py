"""Signing in through OpenID providers: code flow with PKCE and nonce, and signing out there."""

import logging
import secrets
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request as StarletteRequest
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from app.accounts.browsers import browser_name, keep_signed_in, way_back
from app.accounts.commands import sign_in_account
from app.accounts.people import person_of_identity
from app.accounts.queries import id_token_of
from app.accounts.signing import LEAVING
from app.process.actor import VISITOR
from app.process.vocabulary import Action, Assurance
from app.settings import Provider, Settings
from app.web.addresses import address
from app.web.requests import ActRoute, Request

if TYPE_CHECKING:
    from authlib.integrations.starlette_client import StarletteOAuth2App

log = logging.getLogger("gemeinwerk")

# Signatures that only the provider itself can make: no "none", no shared secret.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
SECONDS = 600
PATIENCE = 8.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider vouches for: its claims about a person, and the signed token itself."""

    claims: dict[str, Any]
    id_token: str


class BadAnswer(Exception):
    """A provider answered something that cannot be trusted."""


def _registry(providers: tuple[Provider, ...]) -> Any:
    """The providers as Authlib knows them. It takes much memory, so it is loaded for them only."""
    from authlib.integrations.starlette_client import OAuth

    registry = OAuth()
    for each in providers:
        registry.register(
            each.slug,
            client_id=each.client_id,
            client_secret=each.client_secret or None,
            server_metadata_url=f"{each.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "timeout": PATIENCE,
            },
        )
    return registry


class Door:
    """The four addresses of signing in and out through providers.

    Whatever a provider does wrong leads back to the sign-in page with a sentence.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.providers = {each.slug: each for each in settings.providers}
        self.registry: Any = _registry(settings.providers) if settings.providers else None

    async def begin(self, raw: StarletteRequest) -> Response:
        """Off to the provider; where to come back to is kept in a signed, short-lived cookie."""
        request, provider = self._asked(raw)
        raw.session["language"] = request.language
        left, kept = (raw.query_params.get(name, "") for name in ("next", "kept"))
        way = {"next": left and way_back(request, left), "kept": kept[:64]}
        raw.session["way"] = {name: text for name, text in way.items() if text}
        try:
            client = await self._client(provider)
            back = self._own_address("accounts:provider_return", provider)
            wanted = _acr_values(provider, raw.query_params.get("assurance", ""))
            more = {"acr_values": wanted} if wanted else {}
            return await client.authorize_redirect(raw, back, **more)  # type: ignore[no-any-return]
        except Exception as problem:  # whatever a foreign server can cause
            return self._failed(request, provider, problem)

    async def come_back(self, raw: StarletteRequest) -> Response:
        """Back from the provider: check what it says, sign the person in, go where they were."""
        request, provider = self._asked(raw)
        try:
            answer = await self._answer(raw, provider)
        except Exception as problem:  # whatever a foreign server can cause
            return self._failed(request, provider, problem)
        way = raw.session.pop("way", {})
        target = way_back(request, way.get("next", ""), way.get("kept", ""))
        token, is_new = await self._database(raw).write(
            partial(self._sign_in, request, provider, answer)
        )
        if is_new:
            target = address("accounts:welcome", request.language, {"next": target})
        return keep_signed_in(RedirectResponse(target, 303), self.settings, token)

    async def leave(self, raw: StarletteRequest) -> Response:
        """Off to the provider to sign out there too, after signing out here."""
        request, provider = self._asked(raw)
        raw.session["language"] = request.language
        token = raw.cookies.get(LEAVING, "")
        proof = await self._database(raw).read(
            lambda session: id_token_of(session, token, provider.slug)
        )
        try:
            client = await self._client(provider)
            response: Response = await client.logout_redirect(
                raw,
                self._own_address("accounts:provider_left", provider),
                id_token_hint=proof or None,
                client_id=provider.client_id,
            )
        except Exception as problem:  # whatever a foreign server can cause
            log.warning("Signing out at %s failed: %r", provider.slug, type(problem))
            query = {"provider": provider.slug, "failed": "1"}
            response = RedirectResponse(
                address("accounts:signed_out", request.language, query), 303
            )
        response.delete_cookie(LEAVING, path="/sign-in/provider")
        return response

    async def left(self, raw: StarletteRequest) -> Response:
        """Back from signing out at the provider."""
        request, _ = self._asked(raw)
        raw.session.clear()
        return RedirectResponse(address("home", request.language, {"notice": "signed-out"}), 303)

    def _asked(self, raw: StarletteRequest) -> tuple[Request, Provider]:
        provider = self.providers.get(raw.path_params["slug"])
        if provider is None:
            raise HTTPException(404)
        language = raw.query_params.get("language") or raw.session.get("language")
        if language in self.settings.language_codes:
            raw.scope["language"] = language
        return Request(raw.scope, raw.receive), provider

    async def _client(self, provider: Provider) -> "StarletteOAuth2App":
        """The client of a provider that is the one it says it is."""
        client = self.registry.create_client(provider.slug)
        known = await client.load_server_metadata()
        if str(known.get("issuer")).rstrip("/") != provider.issuer.rstrip("/"):
            client.server_metadata.pop("_loaded_at", None)
            raise BadAnswer("another issuer")
        signs = known.get("id_token_signing_alg_values_supported") or ["RS256"]
        safe = [each for each in signs if each in SIGNATURES]
        known["id_token_signing_alg_values_supported"] = safe or ["RS256"]
        return client

    async def _answer(self, raw: StarletteRequest, provider: Provider) -> Answer:
        client = await self._client(provider)
        issuer = client.server_metadata["issuer"]
        if raw.query_params.get("iss", issuer) != issuer:
            raise BadAnswer("the answer of another issuer")
        token = await client.authorize_access_token(
            raw, claims_options={"iss": {"essential": True, "values": [issuer]}}
        )
        claims = dict(token["userinfo"])
        if "email" not in claims and client.server_metadata.get("userinfo_endpoint"):
            more = await client.userinfo(token=token)
            if more.get("sub") != claims["sub"]:
                raise BadAnswer("claims about another person")
            claims = {**more, **claims}
        return Answer(claims, token["id_token"])

    def _sign_in(
        self, request: Request, provider: Provider, answer: Answer, session: Session
    ) -> tuple[str, bool]:
        found = person_of_identity(session, provider.slug, answer.claims, request.language)
        token = sign_in_account(
            session,
            VISITOR,
            found.id,
            days=self.settings.session_days,
            former=request.session_token,
            browser=browser_name(request.headers.get("user-agent", "")),
            provider=provider.slug,
            id_token=answer.id_token,
            assurance=_assurance(provider, answer.claims),
        )
        return token, found.is_new

    def _failed(self, request: Request, provider: Provider, problem: Exception) -> Response:
        log.warning("Signing in through %s failed: %r", provider.slug, type(problem))
        query = {**request.session.get("way", {}), "failed": provider.slug}
        return RedirectResponse(address("accounts:sign_in", request.language, query), 303)

    def _own_address(self, name: str, provider: Provider) -> str:
        return self.settings.origin + address(name, "", slug=provider.slug)

    @staticmethod
    def _database(raw: StarletteRequest) -> Any:
        return raw.app.state.database


def _assurance(provider: Provider, claims: dict[str, Any]) -> Assurance | None:
    """How surely the provider says it knows this person; None when it says nothing we know."""
    known = provider.assurance.get(str(claims.get("acr")))
    return Assurance(known) if known else None


def _acr_values(provider: Provider, least: str) -> str:
    """What to ask of a provider so that it knows somebody at least this surely."""
    levels = [str(level) for level in Assurance]
    if least not in levels:
        return ""
    enough = levels[levels.index(least) :]
    return " ".join(acr for acr, level in provider.assurance.items() if level in enough)


def routes(settings: Settings) -> list[BaseRoute]:
    """The addresses at which providers send people back; they have no language."""
    door = Door(settings)
    carried = Middleware(
        SessionMiddleware,
        secret_key=settings.secret or secrets.token_urlsafe(32),
        session_cookie="__Host-provider" if settings.secure else "provider",
        max_age=SECONDS,
        https_only=settings.secure,
    )
    made: list[BaseRoute] = []
    for path, endpoint, name in (
        ("", door.begin, "accounts:provider"),
        ("/return", door.come_back, "accounts:provider_return"),
        ("/leave", door.leave, "accounts:provider_leave"),
        ("/left", door.left, "accounts:provider_left"),
    ):
        route = ActRoute(
            f"/sign-in/provider/{{slug}}{path}", endpoint, name=name, middleware=[carried]
        )
        route.action = Action.SIGN_IN_ACCOUNT
        made.append(route)
    return made
