using System.Collections.Concurrent;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Recycles <see cref="Publication"/>s: under load one is needed for every message that finds its receiver busy. Each thread has a stack of its
/// own, so that what comes back last, and is still in the processor's cache, goes out first; a full stack goes as a whole to threads that have none.
/// </summary>
internal static class PublicationPool
{
    private const int StackSize = 64;

    // With the threads' own a few thousand, which cover the messages between two turns of the receivers; more would only be kept memory.
    private const int SharedStacks = 64;

    private static readonly ConcurrentQueue<Publication> Shared = new();
    private static int _sharedCount;

    [ThreadStatic]
    private static Publication? t_top;

    [ThreadStatic]
    private static int t_count;

    public static Publication Rent()
    {
        if (t_top is not { } publication)
        {
            if (!Shared.TryDequeue(out publication))
            {
                return new Publication();
            }

            Interlocked.Decrement(ref _sharedCount);
            t_count = StackSize;
        }

        t_top = publication.Below;
        t_count--;
        publication.Below = null;
        return publication;
    }

    public static void Return(Publication publication)
    {
        publication.Below = t_top;
        t_top = publication;
        t_count++;
        if (t_count < StackSize)
        {
            return;
        }

        (t_top, t_count) = (null, 0);
        if (Interlocked.Increment(ref _sharedCount) <= SharedStacks)
        {
            Shared.Enqueue(publication);
        }
        else
        {
            Interlocked.Decrement(ref _sharedCount);
        }
    }
}
