"""The words by which a path says that it is an act and not a thing."""

from __future__ import annotations

from specbind.passes.words import listed, plural_name, singular, split

ACTS = frozenset(
    listed(
        "abort accept acknowledge activate add adopt append apply approve assign attach authenticate"
        " authorize ban bind broadcast bulk calculate cancel capture clear clone close commit compact"
        " complete compute configure confirm connect convert copy create deactivate decline decode decrypt"
        " delete deny deploy detach detect disable disconnect dismiss dispatch drain drop duplicate eject"
        " enable encode encrypt enqueue evaluate execute expire expunge extend extract finalize find"
        " finish fire flush force freeze generate get grant ignore import ingest inject insert install"
        " instantiate interrupt invalidate invite invoke join kick kill launch leave link list load login"
        " logout lookup make mark merge migrate modify move mute notify open overwrite pause perform"
        " preview process promote provision prune publish purge push put query read reactivate rearrange"
        " reassign rebuild recover refresh refund regenerate register reindex reject reload remove rename"
        " reopen reorder replace replay reply rerun resend reset resize resolve restart restore resubmit"
        " resume retrieve retry return reverse revert review revoke rollback rotate run save scroll seek"
        " send set share shutdown sign simulate skip snooze start stop submit subscribe suspend swap"
        " switch synchronize take terminate toggle transition trigger truncate unarchive unassign unban"
        " unbind unblock undelete undo unfollow uninstall unlink unlock unmute unpause unpin unpublish"
        " unregister unshare unstar unsubscribe unsuspend update upgrade upload upsert validate verify"
        " void wake withdraw write"
    )
)
"""Words that are acts wherever they stand first."""

ACTS_ALONE = frozenset(
    listed(
        "allocate archive backup batch block boost build call callback cast charge check cherrypick claim"
        " cleanup count credit debit debug diff download downgrade edit estimate exchange exists export"
        " failover favorite flag follow fork forward introspect like lock match moderate monitor next"
        " patch pin ping poll preflight previous probe purchase rate reboot receive reclaim redeem"
        " redeliver release render report request rescan reserve scale scan schedule search share signal"
        " signin signout signup sleep snapshot split star summarize sync test tokenize tokens touch train"
        " transcribe transfer translate transform view vote watch whoami"
    )
) - {"call", "cast", "snapshot", "tokens", "view", "receive", "schedule"}
"""Words that are things too: acts only as the whole of a last segment."""

ALSO_THINGS = frozenset(
    listed(
        "bulk capture connect copy drop fire force grant import invite join kick launch leave link load"
        " login logout make mark merge move open process purge push query refund register reply reset"
        " retry return review run save set share start stop submit swap switch trigger upgrade upload"
        " write"
    )
)
"""Acts that also begin the names of things: `login_links`, `merge_requests`."""

READS = frozenset(
    listed(
        "autocomplete browse check compare count describe diff download estimate exists explain export"
        " find get head history inspect introspect latest list login logout lookup next ping poll preview"
        " previous query random read recent recommend render resolve search suggest typeahead upcoming"
        " validate verify whoami"
    )
) - {"history", "next", "previous"}
"""Acts of a GET."""

READ_STARTS = frozenset({"compare", "download", "export", "find", "generate", "get", "list", "lookup", "search"})
"""Acts of a GET that begin a longer name: `findByStatus`."""

REPORTS = frozenset(
    listed(
        "analytics count counts health healthcheck healthz insights livez livecheck metrics readiness"
        " readyz stat statistics stats statuses summary telemetry traffic uptime usage"
    )
) - {"uptime", "statuses"}
"""Things that are only read: figures about other things."""

ENDS = frozenset(
    listed(
        "abort cancel cleanup clear close deactivate delete destroy detach disable disconnect dismiss"
        " leave logout purge remove reset revoke stop terminate unassign unbind unfollow unlink"
        " unsubscribe"
    )
)
"""Acts of a DELETE."""

FILLERS = frozenset(listed("a an the s for of in on by to from with and or into at as all"))
"""Words that cannot stand at either end of a name (`all` only not alone)."""

CREATES = frozenset({"create", "add", "new", "insert"})
UPDATES = frozenset({"update", "modify", "edit", "patch", "change"})


def is_act(segment: str, said: tuple[str, ...]) -> bool:
    """Whether a last segment of a writing operation is an act; `said` is the operation's id and summary in
    words.

    It is one when it begins with a word that is always an act, when it is a single word that can be one, or
    when the operation's own words say the same act.
    """
    words = split(segment)
    if not words:
        return False
    if len(words) == 1:
        return words[0] in ACTS or words[0] in ACTS_ALONE or _said(words, said)
    if words[0] in ACTS and not (words[0] in ALSO_THINGS and plural_name(segment)):
        return True
    return _said(words, said)


def _said(words: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether a phrase of the operation says the segment as its verb: `Finalizes a batch`, `facet`."""
    if singular(words[-1]) != words[-1] and words[0] not in ACTS:
        return False
    for phrase in said:
        spoken = split(phrase)
        if spoken == words:
            return True
        if len(words) == 1 and spoken and spoken[0] in (words[0] + "s", words[0] + "es"):
            return True
    return False


def is_read(segment: str) -> bool:
    """Whether a last segment of a GET is an act: `search`, `findByStatus`."""
    words = split(segment)
    return bool(words) and (words[0] in READS if len(words) == 1 else words[0] in READ_STARTS)


def is_report(segment: str) -> bool:
    """Whether a segment names figures about other things: `usage`, `queue_metrics`."""
    words = split(segment)
    return bool(words) and words[-1] in REPORTS
