namespace Bridge.Mqtt.Broker;

/// <summary>
/// Hands a message to everyone it is for: the retained store, programs of this process, sessions, one member of each share.
/// The cost is that of its receivers; how many clients there are beside them doesn't matter.
/// </summary>
internal sealed class MessageRouter(BrokerRuntime runtime)
{
    /// <summary>Called within a turn, without a lock held. False if nobody was subscribed.</summary>
    public bool Publish(scoped ref OutgoingPublish message, Turn turn)
    {
        if (message.Retain && !runtime.Retained.Store(ref message))
        {
            runtime.Metrics.Dropped(DropReason.RetainedFull, 1);
        }

        var targets = runtime.Subscriptions.Resolve(message.Topic);
        foreach (var local in targets.Locals)
        {
            Show(local, ref message, isReplay: false);
        }

        var heads = targets.Sessions.Length > 1 ? HeadCache.Start() : null;
        foreach (var target in targets.Sessions)
        {
            var wanted = ReferenceEquals(target.Session, message.Origin) ? target.Own : target;
            if (wanted is not null)
            {
                wanted.Session.Outbox.Deliver(ref message, wanted, share: null, heads, turn);
            }
        }

        heads?.Finish();
        foreach (var share in targets.Shares)
        {
            DeliverToOne(share, ref message, except: null, turn);
        }

        return targets.Sessions.Length + targets.Shares.Length + targets.Locals.Length > 0;
    }

    public void Show(LocalSubscription local, scoped ref OutgoingPublish message, bool isReplay)
    {
        if (local.IsEnded)
        {
            return;
        }

        var publication = message.Keep();
        try
        {
            local.Handler(publication.Delivery(runtime.Time, isReplay));
        }
#pragma warning disable CA1031 // A handler's exception must not end the publisher's connection; it is logged and counted.
        catch (Exception error)
#pragma warning restore CA1031
        {
            runtime.Log.HandlerFailed(local.Entry?.Filter.Full ?? "", error);
        }
        finally
        {
            publication.Release();
        }
    }

    /// <summary>
    /// Another member of the share gets what one that left had not taken. If there is none any more, the one that left keeps it, so long as its session
    /// lasts. Takes over the entry's reference.
    /// </summary>
    public void Redispatch(OutboxEntry entry, MqttSession left, Turn turn)
    {
        var publication = entry.Message!;
        var message = publication.ToOutgoing();
        var share = runtime.Subscriptions.FindShare(message.Topic, entry.Share!);
        if (share is not null && !DeliverToOne(share, ref message, except: left, turn) && Array.Find(share.Members, member => member.Session == left) is { } itself)
        {
            itself.Session.Outbox.Deliver(ref message, itself, entry.Share, heads: null, turn);
        }

        publication.Release();
    }

    /// <summary>A member may end between its choice and the delivery: then the next one is asked. False if nobody took it.</summary>
    private static bool DeliverToOne(SharedTarget share, scoped ref OutgoingPublish message, MqttSession? except, Turn turn)
    {
        for (var tries = share.Members.Length; tries > 0 && share.Pick(except) is { } member; tries--)
        {
            if (member.Session.Outbox.Deliver(ref message, member, share.Group, heads: null, turn))
            {
                return true;
            }
        }

        return false;
    }
}
