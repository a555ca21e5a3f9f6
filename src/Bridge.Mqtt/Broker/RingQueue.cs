namespace Bridge.Mqtt.Broker;

/// <summary>
/// A queue in a circular array that can be indexed and that holds no memory while it was never used. What a flood made it grow to it gives back when it
/// is hardly used any more. Not thread-safe.
/// </summary>
internal sealed class RingQueue<T>
{
    // Places, and the part of them that must have been in use since the queue was empty last for them to stay.
    private const int WorthTrimming = 1024;
    private const int HardlyUsed = 8;

    private T[] _items = [];
    private int _head;
    private int _peak;

    public int Count { get; private set; }

    /// <summary>Places, used or not.</summary>
    public int Capacity => _items.Length;

    /// <summary>Zero is the oldest.</summary>
    public ref T this[int index] => ref _items[(_head + index) & (_items.Length - 1)];

    public void Enqueue(in T item)
    {
        if (Count == _items.Length)
        {
            Grow();
        }

        _items[(_head + Count) & (_items.Length - 1)] = item;
        Count++;
        _peak = Math.Max(_peak, Count);
    }

    public T Dequeue()
    {
        ref var slot = ref _items[_head];
        var item = slot;
        slot = default!;
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
        if (Count == 0)
        {
            Rest();
        }

        return item;
    }

    /// <summary>Gives the memory back; the queue must be empty.</summary>
    public void Trim()
    {
        _items = [];
        _head = 0;
    }

    private void Rest()
    {
        if (_items.Length >= WorthTrimming && _peak < _items.Length / HardlyUsed)
        {
            Trim();
        }

        _peak = 0;
    }

    private void Grow()
    {
        // A power of two, so that an index wraps with a mask.
        var larger = new T[_items.Length == 0 ? 4 : _items.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = this[i];
        }

        _items = larger;
        _head = 0;
    }
}
