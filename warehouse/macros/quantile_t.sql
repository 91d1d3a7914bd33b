-- Student's t for a 95% interval, to within 0.7% from one degree of freedom on: an expansion of Cornish and Fisher's kind, and below
-- three degrees a curve through the values at one, two and three.
create or replace macro quantile_t(freedom) as
case
    when freedom < 3 then exp(0.64354404 + 1.36420443 / freedom + 0.53434197 / pow(freedom, 2))
    else
        1.95996398 + 2.37227123 / freedom + 2.82249846 / pow(freedom, 2) + 2.55585117 / pow(freedom, 3)
        + 1.58953390 / pow(freedom, 4)
end;
