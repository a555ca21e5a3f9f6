namespace Bridge.Mqtt.Topics;

/// <summary>
/// Values under topic filters, found by topic: one node a level, so a look-up costs the topic's levels and not the
/// number of filters. Not thread-safe.
/// </summary>
internal sealed class TopicTrie<T>
{
    private readonly LevelNode<List<T>> _root = new();

    public int Count { get; private set; }

    public void Add(string filter, T value)
    {
        var node = _root.FindOrAdd(filter);

        // Most filters are one client's own.
        (node.Value ??= new List<T>(1)).Add(value);
        Count++;
    }

    /// <summary>False if it was not there.</summary>
    public bool Remove(string filter, T value)
    {
        if (_root.Find(filter)?.Value is not { } values || !values.Remove(value))
        {
            return false;
        }

        if (values.Count == 0)
        {
            _root.Remove(filter);
        }

        Count--;
        return true;
    }

    /// <summary>Adds every value whose filter matches; a value under several matching filters comes several times.</summary>
    public void Match(ReadOnlySpan<char> topic, List<T> found) =>
        Match(_root, topic, found, wildcards: !TopicName.IsReserved(topic));

    private static void Match(LevelNode<List<T>> node, ReadOnlySpan<char> rest, List<T> found, bool wildcards)
    {
        if (wildcards)
        {
            Collect(node.Child("#"), found);
        }

        var separator = rest.IndexOf('/');
        var level = separator < 0 ? rest : rest[..separator];
        if (separator < 0)
        {
            End(node.Child(level), found);
            End(wildcards ? node.Child("+") : null, found);
            return;
        }

        var tail = rest[(separator + 1)..];
        if (node.Child(level) is { } exact)
        {
            Match(exact, tail, found, wildcards: true);
        }

        if (wildcards && node.Child("+") is { } any)
        {
            Match(any, tail, found, wildcards: true);
        }
    }

    private static void End(LevelNode<List<T>>? node, List<T> found)
    {
        Collect(node, found);
        // "a/#" also matches "a" (4.7.1.2).
        Collect(node?.Child("#"), found);
    }

    private static void Collect(LevelNode<List<T>>? node, List<T> found)
    {
        if (node?.Value is { } values)
        {
            found.AddRange(values);
        }
    }
}
