namespace Bridge.Mqtt.Topics;

/// <summary>
/// Values under topic filters, found by topic: one node a level, so a look-up costs the topic's levels and not the
/// number of filters. Not thread-safe.
/// </summary>
internal sealed class TopicTrie<T>
{
    private readonly Node _root = new();

    public int Count { get; private set; }

    public void Add(string filter, T value)
    {
        var node = _root;
        foreach (var level in filter.AsSpan().Split('/'))
        {
            node = node.ChildOrNew(filter.AsSpan()[level]);
        }

        // Most filters are one client's own.
        (node.Values ??= new List<T>(1)).Add(value);
        Count++;
    }

    /// <summary>False if it was not there.</summary>
    public bool Remove(string filter, T value)
    {
        if (!Remove(_root, filter, value))
        {
            return false;
        }

        Count--;
        return true;
    }

    /// <summary>Adds every value whose filter matches; a value under several matching filters comes several times.</summary>
    public void Match(ReadOnlySpan<char> topic, List<T> found) =>
        Match(_root, topic, found, wildcards: !TopicName.IsReserved(topic));

    private static void Match(Node node, ReadOnlySpan<char> rest, List<T> found, bool wildcards)
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

    private static void End(Node? node, List<T> found)
    {
        Collect(node, found);
        // "a/#" also matches "a" (4.7.1.2).
        Collect(node?.Child("#"), found);
    }

    private static void Collect(Node? node, List<T> found)
    {
        if (node?.Values is { } values)
        {
            found.AddRange(values);
        }
    }

    private static bool Remove(Node node, ReadOnlySpan<char> rest, T value)
    {
        var separator = rest.IndexOf('/');
        var level = separator < 0 ? rest : rest[..separator];
        if (node.Child(level) is not { } child)
        {
            return false;
        }

        var removed = separator < 0
            ? child.Values?.Remove(value) == true
            : Remove(child, rest[(separator + 1)..], value);
        if (removed && child.IsEmpty)
        {
            node.Drop(level);
        }

        return removed;
    }

    private sealed class Node
    {
        private Dictionary<string, Node>? _children;

        public List<T>? Values { get; set; }

        public bool IsEmpty => Values is not { Count: > 0 } && _children is not { Count: > 0 };

        public Node? Child(ReadOnlySpan<char> level) =>
            _children is { Count: > 0 } children && children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child)
                ? child
                : null;

        public Node ChildOrNew(ReadOnlySpan<char> level)
        {
            _children ??= new Dictionary<string, Node>(StringComparer.Ordinal);
            var lookup = _children.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!lookup.TryGetValue(level, out var child))
            {
                child = new Node();
                lookup[level] = child;
            }

            return child;
        }

        public void Drop(ReadOnlySpan<char> level) =>
            _children!.GetAlternateLookup<ReadOnlySpan<char>>().Remove(level);
    }
}
