namespace Bridge.Mqtt.Topics;

/// <summary>
/// One value per topic, found by filter: the mirror image of <see cref="TopicTrie{T}"/>. A look-up walks only what the filter
/// can match. Not thread-safe.
/// </summary>
internal sealed class TopicTree<T>
    where T : class
{
    private readonly LevelNode<T> _root = new();

    public int Count { get; private set; }

    public T? Find(ReadOnlySpan<char> topic) => _root.Find(topic)?.Value;

    /// <summary>Returns what was there before.</summary>
    public T? Set(string topic, T value)
    {
        var node = _root.FindOrAdd(topic);
        var before = node.Value;
        node.Value = value;
        Count += before is null ? 1 : 0;
        return before;
    }

    /// <summary>Returns what was there.</summary>
    public T? Remove(ReadOnlySpan<char> topic)
    {
        var removed = _root.Remove(topic);
        Count -= removed is null ? 0 : 1;
        return removed;
    }

    /// <summary>Adds the values of all topics that the pattern matches (MQTT 5.0, 4.7).</summary>
    public void Match(ReadOnlySpan<char> pattern, List<T> found) => Match(_root, pattern, found, atRoot: true);

    private static void Match(LevelNode<T> node, ReadOnlySpan<char> pattern, List<T> found, bool atRoot)
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

    private static void Enter(LevelNode<T>? child, ReadOnlySpan<char> pattern, int separator, List<T> found)
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

    private static void Collect(LevelNode<T> node, List<T> found, bool atRoot)
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
}
