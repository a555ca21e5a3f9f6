namespace Bridge.Mqtt.Topics;

/// <summary>
/// One value per topic, found by filter: the mirror image of <see cref="TopicTrie{T}"/>. A look-up walks only what the filter
/// can match. Not thread-safe.
/// </summary>
internal sealed class TopicTree<T>
    where T : class
{
    private readonly Node _root = new();

    public int Count { get; private set; }

    public T? Find(ReadOnlySpan<char> topic)
    {
        var node = _root;
        foreach (var level in topic.Split('/'))
        {
            if (node.Child(topic[level]) is not { } child)
            {
                return null;
            }

            node = child;
        }

        return node.Value;
    }

    /// <summary>Returns what was there before.</summary>
    public T? Set(string topic, T value)
    {
        var node = _root;
        foreach (var level in topic.AsSpan().Split('/'))
        {
            node = node.ChildOrNew(topic.AsSpan()[level]);
        }

        var before = node.Value;
        node.Value = value;
        Count += before is null ? 1 : 0;
        return before;
    }

    /// <summary>Returns what was there.</summary>
    public T? Remove(ReadOnlySpan<char> topic)
    {
        var removed = Remove(_root, topic);
        Count -= removed is null ? 0 : 1;
        return removed;
    }

    /// <summary>Adds the values of all topics that the pattern matches (MQTT 5.0, 4.7).</summary>
    public void Match(ReadOnlySpan<char> pattern, List<T> found) => Match(_root, pattern, found, atRoot: true);

    private static void Match(Node node, ReadOnlySpan<char> pattern, List<T> found, bool atRoot)
    {
        var separator = pattern.IndexOf('/');
        var level = separator < 0 ? pattern : pattern[..separator];
        if (level is "#")
        {
            Collect(node, found, atRoot);
            return;
        }

        if (level is not "+")
        {
            Enter(node.Child(level), pattern, separator, found);
            return;
        }

        foreach (var (name, child) in node.Children)
        {
            // [MQTT-4.7.2-1]
            if (!atRoot || !TopicName.IsReserved(name))
            {
                Enter(child, pattern, separator, found);
            }
        }
    }

    private static void Enter(Node? child, ReadOnlySpan<char> pattern, int separator, List<T> found)
    {
        if (child is null)
        {
            return;
        }

        if (separator >= 0)
        {
            Match(child, pattern[(separator + 1)..], found, atRoot: false);
        }
        else if (child.Value is { } value)
        {
            found.Add(value);
        }
    }

    private static void Collect(Node node, List<T> found, bool atRoot)
    {
        if (node.Value is { } value)
        {
            found.Add(value);
        }

        foreach (var (name, child) in node.Children)
        {
            if (!atRoot || !TopicName.IsReserved(name))
            {
                Collect(child, found, atRoot: false);
            }
        }
    }

    private static T? Remove(Node node, ReadOnlySpan<char> rest)
    {
        var separator = rest.IndexOf('/');
        var level = separator < 0 ? rest : rest[..separator];
        if (node.Child(level) is not { } child)
        {
            return null;
        }

        T? removed;
        if (separator >= 0)
        {
            removed = Remove(child, rest[(separator + 1)..]);
        }
        else
        {
            removed = child.Value;
            child.Value = null;
        }

        if (child.IsEmpty)
        {
            node.Drop(level);
        }

        return removed;
    }

    private sealed class Node
    {
        private static readonly Dictionary<string, Node> None = [];

        private Dictionary<string, Node>? _children;

        public T? Value { get; set; }

        public bool IsEmpty => Value is null && _children is not { Count: > 0 };

        public Dictionary<string, Node> Children => _children ?? None;

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
