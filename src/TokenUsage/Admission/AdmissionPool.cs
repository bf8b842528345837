namespace TokenUsage.Admission;

/// <summary>Keeps admissions for reuse, each thread near its own slot, without a lock.</summary>
internal sealed class AdmissionPool
{
    private const int Slots = 256;
    private const int Probes = 8;

    private readonly QuotaAdmission?[] _slots = new QuotaAdmission?[Slots];

    public QuotaAdmission Rent()
    {
        int first = Environment.CurrentManagedThreadId * Probes;
        for (int i = 0; i < Probes; i++)
        {
            ref QuotaAdmission? slot = ref _slots[(first + i) % Slots];
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } admission) return admission;
        }

        return new QuotaAdmission();
    }

    public void Return(QuotaAdmission admission)
    {
        if (admission.IsRetired) return;

        admission.Clear();
        int first = Environment.CurrentManagedThreadId * Probes;
        for (int i = 0; i < Probes; i++)
        {
            ref QuotaAdmission? slot = ref _slots[(first + i) % Slots];
            if (slot is null && Interlocked.CompareExchange(ref slot, admission, null) is null) return;
        }
    }
}
