namespace Bridge.Mqtt.Topics;

/// <summary>One level of a tree of topics or filters: what lies there, and the levels below it. Not thread-safe.</summary>
internal sealed class LevelNode<T>
    where T : class
{
    // A dictionary keeps the room for as many as it ever had. From this size on it is given back when most of it is empty.
    private const int WorthTrimming = 64;

    private static readonly Dictionary<string, LevelNode<T>> None = [];

    private Dictionary<string, LevelNode<T>>? _children;

    public T? Value { get; set; }

    public Dictionary<string, LevelNode<T>> Children => _children ?? None;

    public LevelNode<T>? Child(ReadOnlySpan<char> level) =>
        _children is { Count: > 0 } children && children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child)
            ? child
            : null;

    /// <summary>The node at the end of a path from here.</summary>
    public LevelNode<T>? Find(ReadOnlySpan<char> path)
    {
        var node = this;
        foreach (var level in path.Split('/'))
        {
            if (node.Child(path[level]) is not { } child)
            {
                return null;
            }

            node = child;
        }

        return node;
    }

    public LevelNode<T> FindOrAdd(ReadOnlySpan<char> path)
    {
        var node = this;
        foreach (var level in path.Split('/'))
        {
            node = node.ChildOrNew(path[level]);
        }

        return node;
    }

    /// <summary>Takes out the value at the end of a path, and the levels that hold nothing any more. Returns the value.</summary>
    public T? Remove(ReadOnlySpan<char> path)
    {
        var separator = path.IndexOf('/');
        var level = separator < 0 ? path : path[..separator];
        if (Child(level) is not { } child)
        {
            return null;
        }

        T? removed;
        if (separator >= 0)
        {
            removed = child.Remove(path[(separator + 1)..]);
        }
        else
        {
            removed = child.Value;
            child.Value = null;
        }

        if (child is { Value: null, Children.Count: 0 })
        {
            RemoveChild(level);
        }

        return removed;
    }

    private void RemoveChild(ReadOnlySpan<char> level)
    {
        var children = _children!;
        children.GetAlternateLookup<ReadOnlySpan<char>>().Remove(level);
        if (children.Capacity >= WorthTrimming && children.Count < children.Capacity / 4)
        {
            children.TrimExcess(children.Capacity / 2);
        }
    }

    private LevelNode<T> ChildOrNew(ReadOnlySpan<char> level)
    {
        _children ??= new Dictionary<string, LevelNode<T>>(StringComparer.Ordinal);
        var lookup = _children.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(level, out var child))
        {
            child = new LevelNode<T>();
            lookup[level] = child;
        }

        return child;
    }
}
