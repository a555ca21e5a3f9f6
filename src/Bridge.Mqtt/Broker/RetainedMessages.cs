using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Broker;

/// <summary>The last retained message of each topic (MQTT 5.0, 3.3.1.3). Thread-safe; expired ones are dropped when they are met.</summary>
internal sealed class RetainedMessages(BrokerRuntime runtime)
{
    private readonly Lock _sync = new();
    private readonly TopicTree<Publication> _tree = new();

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
                _tree.Remove(message.Topic.Topic)?.Release();
            }
            else if (_tree.Count >= runtime.Options.Limits.RetainedMessages && _tree.Find(message.Topic.Topic) is null && !DropExpiredWithLock())
            {
                return false;
            }
            else
            {
                _tree.Set(message.Topic.Topic, message.Keep())?.Release();
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
            _tree.Set(message.Topic.Topic, message)?.Release();
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

    private bool DropExpiredWithLock()
    {
        List<Publication> all = [];
        _tree.Match("#", all);
        var expired = all.Where(message => Expiry.HasPassed(message.ExpiresAt, runtime.Time)).ToList();
        expired.ForEach(RemoveWithLock);
        return expired.Count > 0;
    }

    private void RemoveWithLock(Publication message)
    {
        var topic = message.Topic.Topic;
        _tree.Remove(topic)?.Release();
        runtime.Store.RetainedChanged(topic);
    }
}
