using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// The last retained message of each topic (MQTT 5.0, 3.3.1.3). Thread-safe. Expired ones are dropped when they are met, and one at a time where there
/// is no room for another topic: what a message costs doesn't depend on how many are kept.
/// </summary>
internal sealed class RetainedMessages(BrokerRuntime runtime)
{
    private readonly Lock _sync = new();
    private readonly TopicTree<Publication> _tree = new();
    private readonly ExpiryOrder _expiring = new();

    public int Count
    {
        get
        {
            lock (_sync)
            {
                return _tree.Count;
            }
        }
    }

    /// <summary>Keeps, replaces or, with an empty payload, removes [MQTT-3.3.1-6]. False if there is no room for another topic.</summary>
    public bool Store(scoped ref OutgoingPublish message)
    {
        lock (_sync)
        {
            if (message.Payload.IsEmpty)
            {
                LetGoWithLock(_tree.Remove(message.Topic.Topic));
            }
            else if (_tree.Count >= runtime.Options.Limits.RetainedMessages && _tree.Find(message.Topic.Topic) is null && !DropExpiredWithLock())
            {
                return false;
            }
            else
            {
                SetWithLock(message.Keep());
            }
        }

        runtime.Store.RetainedChanged(message.Topic.Topic);
        return true;
    }

    /// <summary>Puts a stored one back; takes over the caller's reference.</summary>
    public void Restore(Publication message)
    {
        lock (_sync)
        {
            SetWithLock(message);
        }
    }

    /// <summary>Those whose topics match, each with a reference that the caller releases.</summary>
    public List<Publication> Match(string pattern)
    {
        List<Publication> found = [];
        lock (_sync)
        {
            _tree.Match(pattern, found);
            for (var i = found.Count - 1; i >= 0; i--)
            {
                if (Expiry.HasPassed(found[i].ExpiresAt, runtime.Time))
                {
                    RemoveWithLock(found[i]);
                    found.RemoveAt(i);
                }
                else
                {
                    found[i].AddReference();
                }
            }
        }

        return found;
    }

    /// <summary>With a reference that the caller releases; null if there is none.</summary>
    public Publication? Find(string topic)
    {
        lock (_sync)
        {
            return _tree.Find(topic)?.AddReference();
        }
    }

    /// <summary>Whether it is still the one that its topic has.</summary>
    public bool IsCurrent(Publication message)
    {
        lock (_sync)
        {
            return ReferenceEquals(_tree.Find(message.Topic.Topic), message);
        }
    }

    /// <summary>Makes room for one.</summary>
    private bool DropExpiredWithLock()
    {
        if (_expiring.First is not { } first || !Expiry.HasPassed(first.ExpiresAt, runtime.Time))
        {
            return false;
        }

        RemoveWithLock(first);
        return true;
    }

    private void RemoveWithLock(Publication message)
    {
        var topic = message.Topic.Topic;
        LetGoWithLock(_tree.Remove(topic));
        runtime.Store.RetainedChanged(topic);
    }

    private void SetWithLock(Publication message)
    {
        LetGoWithLock(_tree.Set(message.Topic.Topic, message));
        _expiring.Add(message);
    }

    private void LetGoWithLock(Publication? message)
    {
        if (message is not null)
        {
            _expiring.Remove(message);
            message.Release();
        }
    }
}
