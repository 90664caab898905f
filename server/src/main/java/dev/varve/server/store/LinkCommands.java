package dev.varve.server.store;

import dev.varve.log.Event;
import dev.varve.log.Event.LinkRevoked;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.LinksOfIssuerRevoked;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.LinkId;
import dev.varve.projections.objects.LinkEnd;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.server.store.Refusal.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decisions that end links, and those made for who comes with one.
final class LinkCommands {
    private LinkCommands() {}

    /// Why a link is good no more, whatever the time.
    static Optional<Refusal> ended(ObjectReader view, LinkUse link) {
        return view.revocations(link.issuer()).revokes(link.seen())
                ? Optional.of(ended(LinkEnd.REVOKED))
                : view.linkEnd(link.id(), link.issuer()).map(LinkCommands::ended);
    }

    private static Refusal ended(LinkEnd end) {
        return switch (end) {
            case SPENT -> Refusal.of(Reason.LINK_SPENT, "the link was good for one use");
            case REVOKED -> Refusal.of(Reason.LINK_REVOKED, "the link was revoked");
        };
    }

    /// What a link does: refused where it ended meanwhile. A link for a single use is spent by the
    /// same event that changes the key, so that no crash and no race comes between the two.
    record Under<R>(LinkUse link, Command<R> command) implements Command<R> {
        @Override
        public Decision<R> decide(ObjectReader view, Context context) {
            Optional<Refusal> ended = ended(view, link).or(() -> tooLate(context.now()));
            if (ended.isPresent()) {
                return new Decision.Refuse<>(ended.get());
            }
            Decision<R> decision = command.decide(view, context);
            return link.singleUse() && decision instanceof Decision.Accept<R> accepted
                    ? spent(accepted)
                    : decision;
        }

        private Optional<Refusal> tooLate(Instant now) {
            return now.isAfter(link.id().expires().plus(LinkUse.GRACE))
                    ? Optional.of(Refusal.of(Reason.LINK_REVOKED, "the link expired long ago"))
                    : Optional.empty();
        }

        /// The answer is made of the stamp, which is that of the one event there is.
        private Decision<R> spent(Decision.Accept<R> accepted) {
            List<Event> events = accepted.events();
            if (events.size() > 1) {
                throw new IllegalStateException("a link is for one change, not " + events);
            }
            Event spent = new LinkSpent(link.id(), link.issuer(), change(events));
            return new Decision.Accept<>(List.of(spent), accepted.answer());
        }

        private static @Nullable ObjectEvent change(List<Event> events) {
            if (events.isEmpty()) {
                return null;
            }
            if (events.getFirst() instanceof ObjectEvent change) {
                return change;
            }
            throw new IllegalStateException("a link is for one key: " + events.getFirst());
        }

        @Override
        public boolean grows() {
            return command.grows();
        }
    }

    /// The use of a link that changes nothing else.
    record Use() implements Command<Boolean> {
        @Override
        public Decision<Boolean> decide(ObjectReader view, Context context) {
            return Command.unchanged(true);
        }
    }

    /// Answers whether there was something to revoke, as far as anybody can know.
    record Revoke(LinkId link, String issuer) implements Command<Boolean> {
        @Override
        public Decision<Boolean> decide(ObjectReader view, Context context) {
            Instant expires = link.expires();
            if (expires.isAfter(context.now().plus(Links.LONGEST))) {
                return Command.refuse(Reason.INVALID_ARGUMENT, "no link has this id");
            }
            boolean over =
                    !expires.isAfter(context.now())
                            || view.linkEnd(link, issuer)
                                    .filter(LinkEnd.REVOKED::equals)
                                    .isPresent();
            return over
                    ? Command.unchanged(false)
                    : Command.accept(List.of(new LinkRevoked(link, issuer)), true);
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    record RevokeAll(String issuer) implements Command<Boolean> {
        @Override
        public Decision<Boolean> decide(ObjectReader view, Context context) {
            Instant until = context.now().plus(Links.LONGEST);
            return Command.accept(List.of(new LinksOfIssuerRevoked(issuer, until)), true);
        }

        @Override
        public boolean grows() {
            return false;
        }
    }
}
